using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using static FusionFunctions.Tests.Merging.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>FusionBench's methods on single tensors against their formulas in double.</summary>
public sealed class FusionBenchReferenceTests
{
    private static readonly Gen<int> s_oneToFive = Gen.Int[1, 5];
    private static readonly Gen<int> s_two = Gen.Const(2);

    [Theory, InlineData(true), InlineData(false)]
    public Task Weighted_average_is_the_weighted_sum(bool normalize) => HoldsAsync(
        TensorPool.Any(Gen.Const(3)),
        "weighted_average",
        (pool, t) => Combine(normalize ? [0.25, 0.5, 0.25] : [1, 2, 1], pool.ModelsOf(t)),
        ("weights", new JsonArray(1, 2, 1)), ("normalize", normalize));

    [Fact]
    public Task Weighted_average_with_one_weight_for_all_is_the_average() => HoldsAsync(
        TensorPool.Any(s_oneToFive), "weighted_average", (pool, t) => pool.Average(t), ("weights", 0.7));

    [Theory, InlineData(0), InlineData(0.25), InlineData(1)]
    public Task Linear_interpolation_lies_between_two_models(double t) => HoldsAsync(
        TensorPool.Any(s_two), "linear_interpolation", (pool, tensor) => Combine([1 - t, t], pool.ModelsOf(tensor)), ("t", t));

    [Theory, InlineData(0.1), InlineData(-1), InlineData(2)]
    public Task ExPO_goes_beyond_the_average(double alpha) => HoldsAsync(
        TensorPool.Any(s_oneToFive), "expo", (pool, t) => Combine([1 + alpha, -alpha], [pool.Average(t), Widen(pool.Pretrained[t])]), ("extrapolation_factor", alpha));

    [Theory, InlineData(0.5, true), InlineData(0.2, true), InlineData(0.5, false)]
    public Task Slerp_follows_the_great_circle(double t, bool betweenModels) => HoldsAsync(
        TensorPool.Finite(Gen.Const(betweenModels ? 2 : 1)),
        "slerp",
        (pool, tensor) =>
        {
            double[][] ends = betweenModels ? pool.ModelsOf(tensor) : [Widen(pool.Pretrained[tensor]), .. pool.ModelsOf(tensor)];
            double[][] unit = [.. ends.Select(end => Norm(end) > 1e-8 ? [.. end.Select(x => x / Norm(end))] : end)];
            double dot = Dot(unit[0], unit[1]);
            double omega = Math.Acos(dot);
            return Math.Abs(dot) > 0.9995
                ? Combine([1 - t, t], ends)
                : Combine([Math.Sin((1 - t) * omega) / Math.Sin(omega), Math.Sin(t * omega) / Math.Sin(omega)], ends);
        },
        ("t", t));

    [Fact]
    public Task Magmax_takes_the_largest_entry_and_the_later_of_equals() => HoldsAsync(
        TensorPool.Any(s_oneToFive),
        "magmax",
        (pool, t) => !pool.Tensors[t].DType.IsFloat()
            ? Widen(pool.Pretrained[t])
            : Add(pool.Pretrained[t], [.. Enumerable.Range(0, pool.Pretrained[t].Length).Select(i =>
                0.5 * pool.TaskVectors(t).Select(vector => vector[i]).Aggregate((best, entry) => Math.Abs(entry) >= Math.Abs(best) ? entry : best))]));

    [Fact]
    public Task Model_stock_goes_from_the_base_to_the_average_by_the_mean_angle() => HoldsAsync(
        TensorPool.Finite(Gen.Int[2, 4]),
        "model_stock",
        (pool, t) =>
        {
            double[][] vectors = [.. pool.TaskVectors(t)];
            var angles =
                from i in Enumerable.Range(0, vectors.Length)
                from j in Enumerable.Range(i + 1, vectors.Length - i - 1)
                select Math.Acos(Math.Clamp(Dot(vectors[i], vectors[j]) / ((Norm(vectors[i]) * Norm(vectors[j])) + 1e-8), -1, 1));
            double cosine = Math.Cos(angles.Average());
            double ratio = vectors.Length * cosine / (((vectors.Length - 1) * cosine) + 1 + 1e-8);
            // Where models cancel out, the ratio is a huge number times nothing.
            double[] towards = [.. pool.Average(t).Zip(pool.Pretrained[t], (a, b) => Math.Abs(a - b) < 1e-7 ? 0 : a - b)];
            return Add(pool.Pretrained[t], [.. towards.Select(x => ratio * x)]);
        });

    [Fact]
    public async Task Model_stock_averages_ignored_keys_and_knows_their_names()
    {
        var pool = TensorPool.Finite(Gen.Const(3)).Single();

        await HoldsAsync(pool, "model_stock", (pool, t) => pool.Average(t), ("ignore_keys", new JsonArray([.. pool.Tensors.Select(tensor => (JsonNode)tensor.Name)])));
        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync("model_stock", pool.Pool, ("ignore_keys", new JsonArray("head"))));
        Assert.Contains("ignore_keys names 'head'", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(20), InlineData(50), InlineData(100)]
    public Task Ties_merging_per_tensor_is_ties_merging_of_each_tensor(int threshold) => HoldsAsync(
        TensorPool.Any(s_oneToFive),
        "ties_merging",
        (pool, t) => Widen(NaiveMerge.Ties(
            pool.Pretrained[t], [.. pool.Models.Select(model => model[t])], [.. pool.Pretrained[t].Select(_ => 1)], threshold, "sum", 0.3f)),
        ("trim_scope", "per_tensor"), ("threshold", threshold));

    [Theory]
    [InlineData("weighted_average", """{"weights":[1,2]}""", "'weights' has 2 numbers for 3 models")]
    [InlineData("weighted_average", """{"weights":[1,-1,0]}""", "add up to 0")]
    [InlineData("linear_interpolation", "{}", "the pool has 3 models besides _pretrained_")]
    [InlineData("slerp", "{}", "leave two, or _pretrained_ and one")]
    public async Task Parameters_that_do_not_fit_the_pool_are_refused_before_anything_is_read(string method, string given, string message)
    {
        MemoryModel[] models = [.. new[] { "_pretrained_", "m1", "m2", "m3" }.Select(name => new MemoryModel(name).With("w", [1]))];

        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync(
            method, Merge.Pool(models), [.. JsonNode.Parse(given)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone()))]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.All(models, model => Assert.Equal(0, model.Reads));
    }
}
