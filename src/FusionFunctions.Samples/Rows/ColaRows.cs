using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>Is the sentence grammatical? Plain violations scramble the words; the others break agreement or lack an article.</summary>
internal static class ColaRows
{
    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        bool isPlural = random.Chance(50), isAcceptable = random.Chance(50);
        string subject = random.Pick(Lexicon.Actors) + (isPlural ? "s" : "");
        string verb = random.Pick(Lexicon.PresentVerbs);
        string thing = random.Pick(Lexicon.Actors);
        List<string> words =
        [
            "the", .. Mood(random), subject, isPlural ? verb : verb + "s",
            "the", .. Mood(random), thing, .. random.Pick(Lexicon.Places).Split(' '),
        ];
        if (!isAcceptable)
            Violate(words, 1 + words.IndexOf(subject), verb, random, breadth);
        return new([("sentence", string.Join(' ', words) + ".")], isAcceptable ? 1 : 0);
    }

    private static void Violate(List<string> words, int verbAt, string verb, Pcg32 random, Breadth breadth)
    {
        if (breadth == Breadth.Plain)
            random.Shuffle(words);
        else if (random.Chance(50))
            words[verbAt] = words[verbAt] == verb ? verb + "s" : verb;
        else
            words.RemoveAt(verbAt + 1);
    }

    private static string[] Mood(Pcg32 random) => random.Chance(40) ? [random.Pick(Lexicon.Moods)] : [];
}
