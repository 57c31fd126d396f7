using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>Single cases of TIES, worked out by hand.</summary>
public sealed class TiesMergingTests
{
    [Theory]
    [InlineData(20, 2, new[] { 0f, 0, 0, 4, 5 })]
    [InlineData(0.2, 2, new[] { 0f, 0, 0, 4, 5 })]
    [InlineData(0, 1, new[] { 0f, 0, 0, 0, 5 })]
    [InlineData(1, 5, new[] { 1f, 2, 3, 4, 5 })]
    [InlineData(100, 5, new[] { 1f, 2, 3, 4, 5 })]
    public async Task Threshold_keeps_that_percentage_and_one_more_entry(double threshold, long kept, float[] expected)
    {
        var (merged, statistics) = await MergeAsync(Pool([1, 2, 3, 4, 5]), threshold);

        Assert.Equal(expected, merged);
        Assert.Equal([kept], statistics.Kept);
    }

    [Fact]
    public async Task All_entries_tied_with_the_kth_magnitude_are_kept()
    {
        var (merged, statistics) = await MergeAsync(Pool([1, -4, 4, 4, 5]), 20);

        Assert.Equal([0, -4, 4, 4, 5], merged);
        Assert.Equal([3L], statistics.TiedAtThreshold);
        Assert.Equal([4L], statistics.Kept);
    }

    [Fact]
    public async Task A_vector_of_mostly_zeros_is_not_trimmed()
    {
        var (merged, statistics) = await MergeAsync(Pool([0, 0, 0, 0, 0, 0, 0, 0, 1e-6f, 5]), 20);

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1e-6f, 5], merged);
        Assert.Equal([0f], statistics.KthValues);
        Assert.Equal([10L], statistics.Kept);
    }

    [Theory]
    [InlineData(new[] { 1f, 7 }, new[] { -1f, 0 }, 1, new[] { 1f, 7 })]
    [InlineData(new[] { 1f, -7 }, new[] { -1f, 0 }, -1, new[] { -1f, -7 })]
    [InlineData(new[] { 1f, -1 }, new[] { -1f, 1 }, 0, new[] { -1f, -1 })]
    public async Task Entries_that_cancel_take_the_majority_sign(float[] first, float[] second, int majority, float[] expected)
    {
        var (merged, statistics) = await MergeAsync(Pool(first, second), 100);

        Assert.Equal(majority, statistics.MajoritySign);
        Assert.Equal(expected, merged);
    }

    [Fact]
    public async Task Tied_tensors_weigh_on_the_majority_once_for_each_key()
    {
        MemoryModel Model(string name, float scale) => new MemoryModel(name)
            .With("cancelling", [name == "m1" ? 1 : -1])
            .With("negative", [-2 * scale, -2 * scale])
            .With("tied", [3 * scale], aliases: ["tied.alias1", "tied.alias2"]);
        var zero = new MemoryModel("_pretrained_").With("cancelling", [0]).With("negative", [0, 0]).With("tied", [0]);

        var (merged, statistics) = await MergeAsync(Merge.Pool(zero, Model("m1", 1), Model("m2", 1)), 100);
        var weighted = Merge.Pool(
            new MemoryModel("_pretrained_").With("cancelling", [0]).With("negative", [0, 0]).With("tied", [0], aliases: ["tied.alias1", "tied.alias2"]),
            Model("m1", 1),
            Model("m2", 1));
        var (mergedWeighted, statisticsWeighted) = await MergeAsync(weighted, 100);

        Assert.Equal((-1, -1f), (statistics.MajoritySign, merged[0]));
        Assert.Equal((1, 1f), (statisticsWeighted.MajoritySign, mergedWeighted[0]));
        Assert.Equal(6, statisticsWeighted.VectorLength);
    }

    [Fact]
    public async Task NaN_counts_as_the_largest_magnitude_and_damages_only_its_own_place()
    {
        var (merged, statistics) = await MergeAsync(Pool([1, 2, 3, float.NaN, 5]), 40);

        Assert.Equal([0, 0, 3, float.NaN, 5], merged);
        Assert.Equal([3f], statistics.KthValues);
        Assert.Equal([2L], statistics.Kept);
    }

    [Fact]
    public async Task Threshold_that_falls_on_NaN_keeps_nothing()
    {
        var (merged, statistics) = await MergeAsync(Pool([1, 2, 3, float.NaN, 5]), 0);

        Assert.Equal([0, 0, 0, float.NaN, 0], merged);
        Assert.Equal([float.NaN], statistics.KthValues);
        Assert.Equal([0L], statistics.Kept);
    }

    [Fact]
    public async Task Removed_keys_stay_as_in_the_base_and_out_of_the_vector()
    {
        MemoryModel Model(string name, float a, float b) => new MemoryModel(name).With("a", [a, a, a]).With("b", [b, 2 * b]);
        var pool = Merge.Pool(Model("_pretrained_", 10, 0), Model("m1", 99, 1));

        var (output, report) = await Merge.RunAsync(
            "ties_merging", pool, Merge.OneThread, ("remove_keys", new System.Text.Json.Nodes.JsonArray("a")), ("scaling_factor", 1));

        Assert.Equal([10, 10, 10, 0, 2], output.Elements);
        Assert.Equal(2, Assert.IsType<TiesStatistics>(report.Statistics).VectorLength);
    }

    private static MergePool Pool(params float[][] taskVectors) => Merge.Pool(
        [new MemoryModel("_pretrained_").With("w", new float[taskVectors[0].Length]), .. taskVectors.Select((vector, i) => new MemoryModel($"m{i}").With("w", vector))]);

    private static async Task<(float[] Merged, TiesStatistics Statistics)> MergeAsync(MergePool pool, double threshold)
    {
        var (output, report) = await Merge.RunAsync("ties_merging", pool, Merge.OneThread, ("threshold", threshold), ("scaling_factor", 1));
        return (output.Elements, Assert.IsType<TiesStatistics>(report.Statistics));
    }
}
