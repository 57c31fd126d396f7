using CsCheck;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Tests.Merging;

/// <summary>Counting and trimming around a threshold, entry by entry.</summary>
public sealed class TrimmingCountTests
{
    [Fact]
    public void Trimming_adds_up_what_is_surely_kept_and_marks_what_is_not_sure() =>
        Gen.Select(AwkwardFloats.Lists, AwkwardFloats.Ranges, Gen.Int[1, 3]).Sample((entries, range, weight) =>
        {
            var count = new TrimmingCount(range, 1 << 18);
            int whole = Lanes.Whole(entries.Length);
            var (sums, within) = (new float[whole], new ushort[whole / Lanes.Count]);

            count.AddTrimmed(new(Padded(entries), new float[whole]), weight, sums, within);
            count.AddZeros((long)weight * (entries.Length - whole));

            Assert.Equal((long)weight * entries.Count(entry => Magnitude.Of(entry) < range.First), count.Count.Below);
            Assert.Equal((long)weight * entries.Count(entry => IsWithin(entry, range)), count.Count.Within);
            for (int i = 0; i < entries.Length; i++)
            {
                Assert.Equal(!range.IsOne && IsWithin(entries[i], range), (within[i / Lanes.Count] >> (i % Lanes.Count) & 1) != 0);
                Assert.Equal(0 + (entries[i] * (Magnitude.Of(entries[i]) >= range.First ? 1 : 0)), sums[i]);
            }
        });

    [Fact]
    public void Count_of_many_numbers_within_a_range_is_the_same_whatever_room_they_wait_in() =>
        Gen.Select(Gen.UInt[0, 5000].Array[0, 30_000], Gen.Int[0, 14], Gen.Int[1, 3].Array[1, 4]).Sample(
            (magnitudes, logBins, weights) =>
            {
                var range = new MagnitudeRange(0, 5000);
                MagnitudeCount count = new(range, 1 << logBins), other = new(range, 1 << logBins), all = new(range, 1 << 13);
                for (int i = 0; i < magnitudes.Length; i++)
                    (i % 3 == 0 ? other : count).AddWithin(magnitudes[i], weights[i * weights.Length / magnitudes.Length]);
                count.Add(other);
                for (int i = 0; i < magnitudes.Length; i++)
                    all.Add([Magnitude.ToSingle(magnitudes[i])], weights[i * weights.Length / magnitudes.Length]);

                Assert.Equal(all.Within, count.Within);
                for (long rank = 1; rank <= magnitudes.Length; rank += 997)
                {
                    var expected = all.BinOf(rank, out long expectedBelow, out long _);
                    var bin = count.BinOf(rank, out long below, out long tied);
                    Assert.InRange(expected.First, bin.First, bin.Last);
                    Assert.InRange(expectedBelow, below, below + tied);
                }
            });

    private static float[] Padded(float[] numbers) => [.. numbers, .. new float[Lanes.Whole(numbers.Length) - numbers.Length]];

    private static bool IsWithin(float number, MagnitudeRange range) => Magnitude.Of(number) >= range.First && Magnitude.Of(number) <= range.Last;
}
