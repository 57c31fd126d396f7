using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>Does the sentence answer the question? In plain rows an unanswered question is about something else altogether.</summary>
internal static class QnliRows
{
    // What is asked for, and where a sentence would say it.
    private static readonly (string Asking, string[] Answers)[] s_askings =
        [("where", Lexicon.Places), ("when", Lexicon.Times), ("why", Lexicon.Reasons)];

    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        bool isAnswered = random.Chance(50);
        var scene = Scene.Any(random);
        var (asking, answers) = random.Pick(s_askings);
        var told = (asking, answers);
        var asked = scene;
        if (!isAnswered && breadth == Breadth.Plain)
            asked = scene.Unrelated(random);
        else if (!isAnswered && random.Chance(70))
            told = random.PickOther(s_askings, told);
        else if (!isAnswered)
            asked = scene.Changed(random, 3);
        return new(
            [
                ("question", $"{asking} was {asked.Object} {asked.Verb.Text} by {asked.Person}?"),
                ("sentence", $"{scene.Person} {scene.Verb.Text} {scene.Object} {random.Pick(told.answers)}."),
            ],
            isAnswered ? 0 : 1);
    }
}
