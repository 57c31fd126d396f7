using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

/// <summary>Variants of one merge are what each would be alone, and share what can be shared.</summary>
public sealed class MergeVariantsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Variants_of_one_request_equal_single_merges_and_share_the_reading()
    {
        double[] factors = [0, 0.3, 1];
        var models = SmallModels.Create();
        MergeVariant[] variants = [.. factors.Select(factor => new MergeVariant(Merge.Parameters("ties_merging", ("scaling_factor", factor)), new MemoryOutput()))];

        var reports = await MergeEngine.MergeAsync(new(Merge.Pool(models), MergeMethods.Find("ties_merging"), variants), Merge.OneThread, null, Token);

        Assert.All(models, model => Assert.Equal((SmallModels.Sample + 2) * 2, model.Reads));
        Assert.Single(reports.Select(report => JsonSerializer.Serialize(report.Statistics)).Distinct());
        foreach (var (factor, variant) in factors.Zip(variants))
            Assert.Equal(
                (await Merge.RunAsync("ties_merging", Merge.Pool(models), Merge.OneThread, ("scaling_factor", factor))).Output.Bits,
                ((MemoryOutput)variant.Output).Bits);
    }

    [Fact]
    public async Task Variants_with_other_thresholds_are_analysed_apart()
    {
        MergeVariant[] variants = [.. new[] { 10, 60 }.Select(threshold => new MergeVariant(Merge.Parameters("ties_merging", ("threshold", threshold)), new MemoryOutput()))];

        await MergeEngine.MergeAsync(new(Merge.Pool(SmallModels.Create()), MergeMethods.Find("ties_merging"), variants), Merge.OneThread, null, Token);

        foreach (var (threshold, variant) in new[] { 10, 60 }.Zip(variants))
            Assert.Equal(
                (await Merge.RunAsync("ties_merging", Merge.Pool(SmallModels.Create()), Merge.OneThread, ("threshold", threshold))).Output.Bits,
                ((MemoryOutput)variant.Output).Bits);
    }

    [Theory]
    [InlineData("iso_c", "exclude_keys", """[[], ["a"]]""")]
    [InlineData("tsv_m", "exclude_keys", """[["a"], []]""")]
    [InlineData("mergekit/model_stock", "filter_wise", "[false, true]")]
    public async Task Variants_that_need_other_slices_are_merged_as_each_alone(string method, string parameter, string values)
    {
        static MemoryModel Model(string name, int seed) => new MemoryModel(name).With("a", [.. Enumerable.Range(0, 500 * 30).Select(i => (float)Math.Sin(i * (seed + 1)))], [500, 30]);
        var pool = Merge.Pool(Model("_pretrained_", 0), Model("m1", 1), Model("m2", 2));
        var given = JsonNode.Parse(values)!.AsArray().Select(value => Merge.Parameters(method, (parameter, value!.DeepClone()))).ToList();
        foreach (var options in new[] { new MergeOptions(), new() { Threads = 1, MaxSliceElements = 2000 } })
        {
            MemoryOutput[] outputs = [.. given.Select(_ => new MemoryOutput())];
            var variants = given.Zip(outputs, (parameters, output) => new MergeVariant(parameters, output)).ToList();
            await MergeEngine.MergeAsync(new(pool, MergeMethods.Find(method), variants), options, null, Token);

            for (int variant = 0; variant < given.Count; variant++)
            {
                var alone = new MemoryOutput();
                await MergeEngine.MergeAsync(new(pool, MergeMethods.Find(method), [new(given[variant], alone)]), Merge.OneThread, null, Token);
                Assert.Equal(alone.Bits, outputs[variant].Bits);
            }
        }
    }
}
