using CsCheck;
using FusionFunctions.Merging.Methods.Ties;

namespace FusionFunctions.Tests.Merging;

/// <summary>The engine against the formulas written down plainly, on random and adversarial pools.</summary>
public sealed class NaiveReferenceTests
{
    private static readonly Gen<double> s_thresholds = Gen.OneOf(Gen.Double[0, 100], Gen.OneOf(0.0, 0.2, 1.0, 20, 50, 100));
    private static readonly Gen<float> s_lambdas = Gen.OneOf(0f, 0.3f, 1f, -0.5f);

    [Fact]
    public Task Simple_average_equals_the_formula() => RandomPool.Any.SampleAsync(async pool =>
        Equal(NaiveMerge.Average(pool.Models), await Merge.ElementsAsync("simple_average", pool.Pool)));

    [Fact]
    public Task Task_arithmetic_equals_the_formula() => Gen.Select(RandomPool.Any, s_lambdas).SampleAsync(async (pool, lambda) =>
        Equal(
            NaiveMerge.TaskArithmetic(pool.Pretrained, pool.Models, lambda),
            await Merge.ElementsAsync("task_arithmetic", pool.Pool, ("scaling_factor", (double)lambda))));

    [Fact]
    public Task Ties_merging_equals_the_formula() =>
        Gen.Select(RandomPool.Any, s_thresholds, Gen.OneOf("sum", "mean", "max"), s_lambdas).SampleAsync(async (pool, threshold, mergeFunc, lambda) =>
        {
            var (output, report) = await Merge.RunAsync(
                "ties_merging", pool.Pool, Merge.OneThread, ("threshold", threshold), ("merge_func", mergeFunc), ("scaling_factor", (double)lambda));

            Equal(NaiveMerge.Ties(pool.Pretrained, pool.Models, pool.Weights, threshold, mergeFunc, lambda), output.Elements);
            EqualStatistics(pool, threshold, (TiesStatistics)report.Statistics!);
        });

    [Theory, InlineData("unique_params"), InlineData("changed_tensors")]
    public Task Ties_merging_of_other_vectors_equals_the_formula(string scope) =>
        Gen.Select(Gen.OneOf(RandomPool.Any, RandomPool.Any.Select(pool => pool.WithUnchanged())), s_thresholds).SampleAsync(async (pool, threshold) =>
        {
            var weighed = pool with { Weights = [.. pool.Weights.Select((weight, i) => scope == "unique_params" ? 1 : pool.IsChanged(i) ? weight : 0)] };

            var (output, report) = await Merge.RunAsync("ties_merging", pool.Pool, Merge.OneThread, ("threshold", threshold), ("trim_scope", scope));

            Equal(NaiveMerge.Ties(pool.Pretrained, pool.Models, weighed.Weights, threshold, "sum", 0.3f), output.Elements);
            EqualStatistics(weighed, threshold, (TiesStatistics)report.Statistics!);
        });

    [Fact]
    public Task Any_slicing_thread_count_and_memory_bound_give_the_same_bits() =>
        Gen.Select(RandomPool.Any, Gen.OneOf("simple_average", "task_arithmetic", "ties_merging", "dummy"), Gen.Int[1, 30], Gen.Int[1, 4], Gen.Long[9_000_000, 60_000_000])
            .SampleAsync(async (pool, method, slice, threads, memory) =>
            {
                var whole = await Merge.RunAsync(method, pool.Pool, Merge.OneThread);
                var cut = await Merge.RunAsync(method, pool.Pool, new() { MaxSliceElements = slice, Threads = threads, MemoryBytes = memory });

                Assert.Equal(whole.Output.Bits, cut.Output.Bits);
                Assert.Equal(whole.Report.NonFinite, cut.Report.NonFinite);
            }, iter: 60);

    private static void EqualStatistics(RandomPool pool, double threshold, TiesStatistics statistics)
    {
        Assert.Equal(pool.Weights.Sum(), statistics.VectorLength);
        for (int model = 0; model < pool.Models.Length; model++)
        {
            float[] vector = [.. pool.Models[model].Zip(pool.Pretrained, (a, b) => a - b)];
            float kth = NaiveMerge.KthMagnitude(vector, pool.Weights, threshold);
            Assert.Equal(kth, statistics.KthValues[model]);
            Assert.Equal(vector.Zip(pool.Weights, (entry, weight) => MathF.Abs(entry) >= kth ? weight : 0).Sum(), statistics.Kept[model]);
            Assert.Equal(vector.Zip(pool.Weights, (entry, weight) => MathF.Abs(entry) == kth ? weight : 0).Sum(), statistics.TiedAtThreshold[model]);
        }
    }

    /// <summary>The same bits, except that one NaN is as good as another.</summary>
    private static void Equal(float[] expected, float[] merged) => Assert.Equal(expected.Select(Bits), merged.Select(Bits));

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value);
}
