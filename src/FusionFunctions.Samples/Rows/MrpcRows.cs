using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>
/// Do two sentences say the same? Plain rows repeat the words or change most of them; the others use synonyms or change two.
/// </summary>
internal static class MrpcRows
{
    private const int SynonymPercent = 60;

    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        bool isSame = random.Chance(50);
        var first = Scene.Any(random);
        var second = isSame ? first : first.Changed(random, breadth == Breadth.Plain ? 3 + random.Below(3) : 2);
        if (breadth == Breadth.Hard)
            second = second.Reworded(random, SynonymPercent);
        return new([("sentence1", first.Sentence + "."), ("sentence2", Told(second, random) + ".")], isSame ? 1 : 0);
    }

    private static string Told(Scene scene, Pcg32 random) =>
        random.Chance(70) ? scene.Sentence : $"{scene.Object} was {scene.Verb.Text} by {scene.Person} {scene.Place}";
}
