using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Tests.Merging;

/// <summary>A vote that is taken before thresholds are known, against one that is taken with them.</summary>
public sealed class MajorityVoteTests
{
    private const int MostModels = 6;
    private const long NoRoom = 0;
    private const long EnoughRoom = 1 << 24;

    private static Gen<(MagnitudeRange Range, float Threshold)> Presumptions { get; } =
        from range in AwkwardFloats.Ranges
        from share in Gen.Double[0, 1]
        select (range, Magnitude.ToSingle(Known(range.First + (uint)(share * (range.Last - range.First)))));

    private static Gen<(float[][] Models, (MagnitudeRange Range, float Threshold)[] Presumptions)> Pools { get; } =
        from length in Gen.Int[1, PoolSlice.PartElements]
        from count in Gen.Int[1, MostModels]
        from models in AwkwardFloats.ListsOf(Gen.Const(length)).Array[count]
        from presumptions in Presumptions.Array[count]
        select (models, presumptions);

    [Fact]
    public void Vote_is_the_same_as_one_that_knew_the_thresholds() =>
        Gen.Select(Pools, Gen.Int[1, 3]).Sample((pool, weight) =>
        {
            float[] thresholds = [.. pool.Presumptions.Select(presumption => presumption.Threshold)];

            var vote = Vote(pool.Models, [.. pool.Presumptions.Select(presumption => presumption.Range)], weight, EnoughRoom);

            Assert.False(vote.IsOverfull);
            Assert.Equal(weight * Enumerable.Range(0, pool.Models[0].Length).Sum(at => Sign(pool.Models, thresholds, at)), vote.BalanceAt(thresholds));
        });

    [Fact]
    public void Vote_that_depends_on_a_threshold_finds_no_room() => Assert.True(Vote([[1f]], [new(Magnitude.Of(0.5f), Magnitude.Of(2f))], 1, NoRoom).IsOverfull);

    [Fact]
    public void Vote_that_larger_entries_decide_needs_no_room()
    {
        MagnitudeRange range = new(Magnitude.Of(0.5f), Magnitude.Of(2f));

        var vote = Vote([[1f, -1f], [3f, 3f]], [range, range], 1, NoRoom);

        Assert.False(vote.IsOverfull);
        Assert.Equal(2, vote.BalanceAt([1, 1]));
    }

    private static MajorityVote Vote(float[][] models, MagnitudeRange[] ranges, int weight, long room)
    {
        int length = models[0].Length, whole = Lanes.Whole(length);
        var slice = new PoolSlice(new("t", TensorDType.F32, [length]), 0, new float[length], models, length);
        var vectors = new TaskVectors(slice);
        TrimmingCount[] counts = [.. ranges.Select(range => new TrimmingCount(range, 1 << 12))];
        var (sums, within, unsure) = (new float[whole], new ushort[whole / Lanes.Count], new ushort[whole / Lanes.Count]);
        for (int model = 0; model < models.Length; model++)
        {
            counts[model].AddTrimmed(vectors.Of(model, 0, length, new float[whole]), weight, sums, within);
            for (int vector = 0; vector < within.Length; vector++)
                unsure[vector] |= within[vector];
        }
        var vote = new MajorityVote(counts, room);
        vote.Add(vectors, 0, length, sums, unsure, weight);
        return vote;
    }

    private static int Sign(float[][] models, float[] thresholds, int at)
    {
        float sum = 0;
        for (int model = 0; model < models.Length; model++)
            sum += models[model][at] * (MathF.Abs(models[model][at]) >= thresholds[model] ? 1 : 0);
        return sum > 0 ? 1 : sum < 0 ? -1 : 0;
    }

    // All NaNs are one magnitude.
    private static uint Known(uint magnitude) => magnitude > Magnitude.Infinity ? Magnitude.NaN : magnitude;
}
