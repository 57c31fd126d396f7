using System.Numerics;
using CsCheck;
using FusionFunctions.Merging.Selection;

namespace FusionFunctions.Tests.Merging;

/// <summary>Selection by counting against a sort.</summary>
public sealed class RankSearchTests
{
    private const int MostRounds = 40;

    [Fact]
    public void Search_finds_what_a_sort_finds_whatever_is_presumed() =>
        Gen.Select(AwkwardFloats.Lists, Gen.Double[0, 1], Gen.Int[1, 18], Gen.Select(Gen.Bool, Ranges, (presumes, range) => presumes ? range : (MagnitudeRange?)null), Gen.Bool)
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

    [Fact]
    public void Trimming_adds_up_what_is_surely_kept_and_marks_what_is_not_sure() =>
        Gen.Select(AwkwardFloats.Lists, Ranges, Gen.Int[1, 3]).Sample((numbers, range, weight) =>
        {
            var (padded, sums, unsure) = (Padded(numbers), new float[numbers.Length + Vector<float>.Count], new int[numbers.Length + Vector<float>.Count]);
            var count = new MagnitudeCount(range, 1 << 18);

            bool isChanged = count.AddTrimmed(padded, numbers.Length, weight, sums, unsure);

            Assert.Equal(numbers.Any(number => number != 0), isChanged);
            Assert.Equal((long)weight * numbers.Count(number => Magnitude.Of(number) < range.First), count.Below);
            Assert.Equal((long)weight * numbers.Count(number => IsWithin(number, range)), count.Bins.Sum());
            for (int i = 0; i < numbers.Length; i++)
            {
                Assert.Equal(!range.IsOne && IsWithin(numbers[i], range), unsure[i] != 0);
                if (unsure[i] == 0)
                    Assert.Equal(0 + (numbers[i] * (Magnitude.Of(numbers[i]) >= range.First ? 1 : 0)), sums[i]);
            }
        });

    private static Gen<MagnitudeRange> Ranges =>
        from a in Gen.OneOf(AwkwardFloats.One.Select(Magnitude.Of), Gen.UInt[0, Magnitude.NaN])
        from width in Gen.OneOf(Gen.Const(0u), Gen.UInt[0, 1 << 17], Gen.UInt[0, Magnitude.NaN])
        select new MagnitudeRange(a, Math.Min(Magnitude.NaN, a + width));

    /// <summary>In two parts, as two workers would.</summary>
    private static MagnitudeCount Count(float[] numbers, MagnitudeRange range, int bins, bool trims)
    {
        MagnitudeCount count = new(range, bins), other = new(range, bins);
        int half = numbers.Length / 3;
        Add(count, numbers[..half]);
        Add(other, numbers[half..]);
        count.Add(other);
        return count;

        void Add(MagnitudeCount count, float[] part)
        {
            if (trims)
                count.AddTrimmed(Padded(part), part.Length, 1, new float[part.Length + Vector<float>.Count], new int[part.Length + Vector<float>.Count]);
            else
                count.Add(part);
        }
    }

    private static float[] Padded(float[] numbers) => [.. numbers, .. new float[Vector<float>.Count]];

    private static bool IsWithin(float number, MagnitudeRange range) => Magnitude.Of(number) >= range.First && Magnitude.Of(number) <= range.Last;

    /// <summary>NaN last, as PyTorch sorts.</summary>
    private static float[] Sorted(float[] numbers) => [.. numbers.Select(MathF.Abs).OrderBy(float.IsNaN).ThenBy(magnitude => magnitude)];
}
