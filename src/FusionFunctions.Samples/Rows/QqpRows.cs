using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>
/// Do two questions ask the same? Plain rows repeat or change everything; the others ask in other words or for something else.
/// </summary>
internal static class QqpRows
{
    // Two ways to ask for one thing; the plain rows know the first only.
    private static readonly string[][] s_askings =
        [["where", "in what place"], ["when", "at what time"], ["why", "for what reason"], ["how", "in what way"]];

    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        bool isSame = random.Chance(50);
        var first = (Asking: random.Pick(s_askings), Scene: Scene.Any(random));
        var second = first;
        bool asksOtherwise = !isSame && (breadth == Breadth.Plain || random.Chance(70));
        if (asksOtherwise)
            second.Asking = random.PickOther(s_askings, first.Asking);
        if (!isSame && breadth == Breadth.Plain)
            second.Scene = first.Scene.Unrelated(random);
        else if (!isSame && !asksOtherwise)
            second.Scene = first.Scene.Changed(random, 3);
        return new(
            [
                ("question1", Ask(first.Asking, first.Scene, random, breadth)),
                ("question2", Ask(second.Asking, second.Scene, random, breadth)),
            ],
            isSame ? 1 : 0);
    }

    private static string Ask(string[] asking, Scene scene, Pcg32 random, Breadth breadth) =>
        $"{(breadth == Breadth.Hard ? random.Pick(asking) : asking[0])} was {scene.Object} {scene.Verb.Text} by {scene.Person}?";
}
