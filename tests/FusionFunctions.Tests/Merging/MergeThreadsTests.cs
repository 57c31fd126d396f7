using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

/// <summary>However many threads there are, each output is written in its order with the same bytes.</summary>
public sealed class MergeThreadsTests
{
    [Fact]
    public async Task Sweep_of_hundreds_of_outputs_writes_each_from_front_to_back_on_few_threads()
    {
        const int variants = 300;
        var pool = Merge.Pool(new MemoryModel("_pretrained_").With("w", Numbers(0)), new MemoryModel("m1").With("w", Numbers(1)));
        MemoryOutput[] outputs = [.. Enumerable.Range(0, variants).Select(_ => new MemoryOutput())];

        await MergeEngine.MergeAsync(
            new(pool, MergeMethods.Find("task_arithmetic"), [.. outputs.Select((output, i) => new MergeVariant(Merge.Parameters("task_arithmetic", ("scaling_factor", i)), output))]),
            new() { Threads = 3, MaxSliceElements = 16 },
            null,
            TestContext.Current.CancellationToken);

        Assert.InRange(outputs.SelectMany(output => output.Threads).Distinct().Count(), 1, 16);
        Assert.All(outputs.Index(), output => Assert.Equal(Numbers(0).Zip(Numbers(1), (theta0, theta) => theta0 + (output.Index * (theta - theta0))), output.Item.Elements));

        static float[] Numbers(int seed) => [.. Enumerable.Range(0, 1000).Select(i => (float)((i * 7) + (seed * i % 5)))];
    }

    [Theory, InlineData("simple_average"), InlineData("ties_merging"), InlineData("iso_c")]
    public async Task More_threads_than_results_may_wait_give_the_same_bytes(string method)
    {
        static MemoryModel Model(string name, int seed) => new MemoryModel(name).With("a", [.. Enumerable.Range(0, 12_000).Select(i => (float)Math.Sin(i + seed))], [120, 100]);
        var pool = Merge.Pool(Model("_pretrained_", 0), Model("m1", 1), Model("m2", 2));

        var many = await Merge.RunAsync(method, pool, new() { Threads = 600 });

        Assert.Equal((await Merge.RunAsync(method, pool, Merge.OneThread)).Output.Bits, many.Output.Bits);
    }
}
