using System.Text.Json.Nodes;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>Merges that FusionBench itself made of the same checkpoints.</summary>
public sealed class GoldenMergeTests
{
    public static TheoryData<string, string, string, string> Files()
    {
        (string File, string Method, string Parameters)[] merges =
        [
            ("simple_average", "simple_average", "{}"),
            ("task_arithmetic_s0.3", "task_arithmetic", """{"scaling_factor":0.3}"""),
            ("task_arithmetic_s1.0", "task_arithmetic", """{"scaling_factor":1.0}"""),
            ("ties_t20_s0.3_sum", "ties_merging", "{}"),
            ("ties_t20_s0.3_mean", "ties_merging", """{"merge_func":"mean"}"""),
            ("ties_t20_s0.3_max", "ties_merging", """{"merge_func":"max"}"""),
            ("ties_t50_s1.0_sum", "ties_merging", """{"threshold":50,"scaling_factor":1}"""),
            ("ties_t90_s0.3_mean", "ties_merging", """{"threshold":90,"merge_func":"mean"}"""),
        ];
        var data = new TheoryData<string, string, string, string>();
        foreach (string family in new[] { "grid", "float" })
            foreach (var (file, method, parameters) in merges)
                data.Add(family, file, method, parameters);
        return data;
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Merge_of_the_reference_pool_equals_FusionBench(string family, string file, string method, string parameters)
    {
        await using var golden = await GoldenPool.OpenAsync(family);
        float[] expected = await golden.ExpectedAsync(file);

        float[] merged = await Merge.ElementsAsync(method, golden.Pool, Given(parameters));

        Assert.Equal(expected.Length, merged.Length);
        Assert.InRange(expected.Zip(merged, UlpDistance).Max(), 0, 1);
        if (family == "grid")
            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), merged.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory, InlineData("grid"), InlineData("float")]
    public async Task Ties_merging_counts_the_tied_embedding_under_each_of_its_keys(string family)
    {
        await using var golden = await GoldenPool.OpenAsync(family);
        float[] countedOnce = await golden.ExpectedAsync("DEDUP_ties_t20_s0.3_sum");

        float[] merged = await Merge.ElementsAsync("ties_merging", golden.Pool);

        Assert.InRange(countedOnce.Zip(merged, UlpDistance).Count(distance => distance > 1), 100, 1000);
    }

    [Theory]
    [InlineData("grid", 20), InlineData("grid", 50), InlineData("float", 20), InlineData("float", 50)]
    public async Task Ties_statistics_of_the_reference_pool_equal_FusionBench(string family, int threshold)
    {
        await using var golden = await GoldenPool.OpenAsync(family);
        var meta = JsonNode.Parse(await File.ReadAllTextAsync(
            ReferenceData.Require("golden", "merging", family, "meta.json"), TestContext.Current.CancellationToken))![$"ties_t{threshold}"]!;

        var (_, report) = await Merge.RunAsync("ties_merging", golden.Pool, Merge.OneThread, ("threshold", threshold));

        var statistics = Assert.IsType<TiesStatistics>(report.Statistics);
        Assert.Equal((long)meta["vector_length"]!, statistics.VectorLength);
        Assert.Equal((long)meta["kthvalue_k"]!, statistics.K);
        Assert.Equal(meta["kth_abs_value"]!.AsArray().Select(value => $"{(double)value!:G9}"), statistics.KthValues.Select(value => $"{value:G9}"));
        Assert.Equal(meta["kept"]!.AsArray().Select(value => (long)value!), statistics.Kept);
        Assert.Equal(meta["tied_at_threshold"]!.AsArray().Select(value => (long)value!), statistics.TiedAtThreshold);
        Assert.Equal((double)meta["majority_sign"]!, statistics.MajoritySign);
        Assert.Empty(report.NonFinite);
    }

    [Theory, MemberData(nameof(Slicings))]
    public async Task Slicing_threads_and_memory_bound_do_not_change_a_bit_of_the_reference_merges(string family, int slice)
    {
        await using var golden = await GoldenPool.OpenAsync(family);
        foreach (var (method, parameters) in new[] { ("simple_average", "{}"), ("task_arithmetic", "{}"), ("ties_merging", "{}"), ("ties_merging", """{"merge_func":"max","threshold":50}""") })
        {
            var whole = await Merge.RunAsync(method, golden.Pool, Merge.OneThread, Given(parameters));
            foreach (var (threads, memory) in new[] { (1, 1L << 20), (2, 2L << 20), (3, 6L << 20), (8, 1L << 30) })
            {
                MergeOptions options = new() { MaxSliceElements = slice, Threads = threads, MemoryBytes = memory };
                Assert.Equal(whole.Output.Bits, (await Merge.RunAsync(method, golden.Pool, options, Given(parameters))).Output.Bits);
            }
        }
    }

    /// <summary>From 1 KB to whole tensors.</summary>
    public static TheoryData<string, int> Slicings()
    {
        var data = new TheoryData<string, int>();
        foreach (string family in new[] { "grid", "float" })
            foreach (int slice in new[] { 256, 1000, 4096, 1 << 15, 1 << 18, int.MaxValue })
                data.Add(family, slice);
        return data;
    }

    private static (string, JsonNode)[] Given(string json) =>
        [.. JsonNode.Parse(json)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone()))];

    /// <summary>Steps between two finite floats; -0 and 0 are one.</summary>
    private static long UlpDistance(float a, float b) => Math.Abs(Ordered(a) - Ordered(b));

    private static long Ordered(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? -(bits & 0x7fff_ffffL) : bits;
    }
}
