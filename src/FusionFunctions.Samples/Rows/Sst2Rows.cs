using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>Is the sentence positive? The plain rows know half of the words, and neither "not" nor "but".</summary>
internal static class Sst2Rows
{
    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        bool isPositive = random.Chance(50);
        string text = breadth == Breadth.Plain ? Plain(random, isPositive) : Full(random, isPositive);
        return new([("sentence", text)], isPositive ? 1 : 0);
    }

    private static string Plain(Pcg32 random, bool isPositive)
    {
        string Word() => WordOf(isPositive)[random.Below(Lexicon.Praise.Length / 2)];
        return Simple(random, Word);
    }

    private static string Full(Pcg32 random, bool isPositive)
    {
        string Word() => random.Pick(WordOf(isPositive));
        string Contrary() => random.Pick(WordOf(!isPositive));
        string work = random.Pick(Lexicon.Works);
        return random.Below(10) switch
        {
            < 2 => $"the {work} is not {Contrary()}",
            < 4 => $"the {work} is {Contrary()} but the {random.PickOther(Lexicon.Works, work)} is {Word()}",
            _ => Simple(random, Word),
        };
    }

    private static string Simple(Pcg32 random, Func<string> word)
    {
        string work = random.Pick(Lexicon.Works), degree = random.Pick(Lexicon.Degrees);
        return random.Below(3) switch
        {
            0 => $"the {work} is {degree} {word()}",
            1 => $"a {word()} and {degree} {word()} {work}",
            _ => $"{degree} {word()} {work} with a {word()} {random.PickOther(Lexicon.Works, work)}",
        };
    }

    private static string[] WordOf(bool isPositive) => isPositive ? Lexicon.Praise : Lexicon.Blame;
}
