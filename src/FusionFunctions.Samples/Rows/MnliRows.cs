using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>
/// Entailed (0), neutral (1) or contradicted (2)? Plain rows leave something out, tell something else or say "never";
/// the others also name somebody or something, add a detail or use the opposite.
/// </summary>
internal static class MnliRows
{
    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        int label = random.Below(3);
        var scene = Scene.Any(random);
        string hypothesis = label switch
        {
            0 => Entailed(scene, random, breadth),
            1 => Neutral(scene, random, breadth),
            _ => Contradicted(scene, random, breadth),
        };
        return new([("premise", scene.Sentence + "."), ("hypothesis", hypothesis + ".")], label);
    }

    private static string Entailed(Scene scene, Pcg32 random, Breadth breadth) => random.Below(breadth == Breadth.Plain ? 2 : 4) switch
    {
        0 => $"{scene.Person} {scene.Verb.Text} the {scene.Thing.Text}",
        1 => $"{scene.Person} {scene.Verb.Text} {scene.Object}",
        2 => $"somebody {scene.Verb.Text} the {scene.Thing.Text}",
        _ => $"{scene.Person} {scene.Verb.Text} something {scene.Place}",
    };

    private static string Neutral(Scene scene, Pcg32 random, Breadth breadth) => random.Below(breadth == Breadth.Plain ? 1 : 4) switch
    {
        0 => scene.Unrelated(random).Sentence,
        1 => $"{scene.Person} {scene.Verb.Text} {scene.Object} {random.Pick(Lexicon.Times)}",
        2 => $"{scene.Person} {scene.Verb.Text} the {scene.Thing.Text} {random.Pick(Lexicon.Reasons)}",
        _ => $"{scene.Person} {scene.Verb.Text} the {scene.Thing.Text} of {random.PickOther(Lexicon.People, scene.Person)}",
    };

    private static string Contradicted(Scene scene, Pcg32 random, Breadth breadth) => random.Below(breadth == Breadth.Plain ? 1 : 4) switch
    {
        0 => $"{scene.Person} never {scene.Verb.Text} {scene.Object}",
        1 => $"{scene.Person} {scene.Verb.Opposite} {scene.Object}",
        2 => $"the {scene.Thing.Text} was {scene.Adjective.Opposite}",
        _ => $"nobody {scene.Verb.Text} the {scene.Thing.Text}",
    };
}
