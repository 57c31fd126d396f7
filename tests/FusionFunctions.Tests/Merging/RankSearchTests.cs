using CsCheck;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Tests.Merging;

/// <summary>Selection by counting against a sort.</summary>
public sealed class RankSearchTests
{
    private const int MostRounds = 40;

    [Fact]
    public void Search_finds_what_a_sort_finds_whatever_is_presumed() =>
        Gen.Select(AwkwardFloats.Lists, Gen.Double[0, 1], Gen.Int[1, 18], Gen.Select(Gen.Bool, AwkwardFloats.Ranges, (presumes, range) => presumes ? range : (MagnitudeRange?)null), Gen.Bool)
            .Sample((numbers, share, logBins, presumed, trims) =>
            {
                long rank = (long)(share * numbers.Length);
                var search = new RankSearch();
                if (presumed is { } range)
                    search.Presume(range);

                int rounds = 0;
                for (; !search.IsFound && rounds < MostRounds; rounds++)
                    search.Advance(Count(numbers, search.Range, 1 << logBins, trims), rank);

                float expected = rank == 0 ? 0 : Sorted(numbers)[rank - 1];
                Assert.InRange(rounds, 1, MostRounds - 1);
                Assert.Equal(expected, search.Value);
                Assert.Equal(numbers.Count(number => MathF.Abs(number) == expected), search.Tied);
                Assert.Equal(numbers.Count(number => MathF.Abs(number) >= expected), search.Kept(numbers.Length));
            });

    /// <summary>In two parts, as two workers would.</summary>
    private static MagnitudeCount Count(float[] numbers, MagnitudeRange range, int bins, bool trims)
    {
        TrimmingCount count = new(range, bins), other = new(range, bins);
        int half = numbers.Length / 3;
        Add(count, numbers[..half]);
        Add(other, numbers[half..]);
        count.Count.Add(other.Count);
        return count.Count;

        void Add(TrimmingCount count, float[] part)
        {
            if (!trims)
            {
                count.Count.Add(part);
                return;
            }
            int whole = Lanes.Whole(part.Length);
            float[] padded = [.. part, .. new float[whole - part.Length]];
            count.AddTrimmed(new(padded, new float[whole]), 1, new float[whole], new ushort[whole / Lanes.Count]);
            count.AddZeros(part.Length - padded.Length);
            count.AddNaNs(part, 1);
        }
    }

    /// <summary>NaN last, as PyTorch sorts.</summary>
    private static float[] Sorted(float[] numbers) => [.. numbers.Select(MathF.Abs).OrderBy(float.IsNaN).ThenBy(magnitude => magnitude)];
}
