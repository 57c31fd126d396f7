using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>
/// Does the text entail the statement? In plain rows a statement that does not follow is about something else;
/// the others deny or reverse what the text says.
/// </summary>
internal static class RteRows
{
    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        bool isEntailed = random.Chance(50);
        var first = Scene.Any(random);
        var second = first.Unrelated(random);
        var told = random.Chance(50) ? first : second;
        string hypothesis = (isEntailed, breadth) switch
        {
            (true, _) => Short(told),
            (false, Breadth.Plain) => Short(Scene.Any(random)),
            _ => Denied(told, random),
        };
        return new(
            [("sentence1", $"{Short(first)} and {Short(second)} {random.Pick(Lexicon.Places)}."), ("sentence2", hypothesis + ".")],
            isEntailed ? 0 : 1);
    }

    private static string Denied(Scene scene, Pcg32 random) => random.Below(3) switch
    {
        0 => $"{scene.Person} never {scene.Verb.Text} {scene.Object}",
        1 => $"{scene.Person} {scene.Verb.Opposite} {scene.Object}",
        _ => $"{scene.Person} {scene.Verb.Text} the {scene.Adjective.Opposite} {scene.Thing.Text}",
    };

    private static string Short(Scene scene) => $"{scene.Person} {scene.Verb.Text} {scene.Object}";
}
