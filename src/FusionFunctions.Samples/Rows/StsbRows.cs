using FusionFunctions.Samples.Texts;

namespace FusionFunctions.Samples.Rows;

/// <summary>
/// How similar are two sentences? Plain rows count what they share, one point a slot; the others weigh the slots and use synonyms.
/// </summary>
internal static class StsbRows
{
    // Tenths that person, verb, thing, place and adjective count for.
    private static readonly int[] s_even = [10, 10, 10, 10, 10], s_weighed = [10, 12, 18, 6, 4];
    private const int SynonymPercent = 30;

    public static SampleRow Make(Pcg32 random, Breadth breadth)
    {
        var first = Scene.Any(random);
        var other = first.Unrelated(random);
        var second = first;
        int[] weights = breadth == Breadth.Plain ? s_even : s_weighed;
        int similarity = weights.Sum(), shared = random.Below(101);
        for (int slot = 0; slot < Scene.SlotCount; slot++)
        {
            if (random.Chance(shared))
                continue;
            second = second.With(slot, other);
            similarity -= weights[slot];
        }
        if (breadth == Breadth.Hard)
            second = second.Reworded(random, SynonymPercent);
        return new([("sentence1", first.Sentence + "."), ("sentence2", second.Sentence + ".")], similarity);
    }
}
