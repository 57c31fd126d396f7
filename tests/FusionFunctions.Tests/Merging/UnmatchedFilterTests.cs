using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Tests.Merging;

/// <summary>Rules that fit no tensor, as those of a file that was written for another architecture.</summary>
public sealed class UnmatchedFilterTests
{
    private static readonly string[] s_names = ["encoder.block.0.layer.0.SelfAttention.q.weight", "encoder.block.0.layer.1.DenseReluDense.wi.weight", "shared.weight"];

    [Fact]
    public async Task Filter_that_fits_no_tensor_is_reported_with_the_likest_module_first()
    {
        var report = await ReportAsync("self_attn", "mlp", "shared");

        Assert.Equal([("weight", "self_attn"), ("weight", "mlp")], report.UnmatchedFilters!.Select(one => (one.Parameter, one.Filter)));
        Assert.Equal("SelfAttention", report.UnmatchedFilters![0].Modules[0]);
        Assert.Equal(6, report.UnmatchedFilters[1].Modules.Count);
        Assert.All(report.UnmatchedFilters[1].Modules, module => Assert.Contains(s_names, name => name.Split('.').Contains(module)));
    }

    [Fact]
    public async Task Filters_that_fit_some_tensor_are_not_reported() => Assert.Null((await ReportAsync("SelfAttention", "0", "shared", "SelfAttention")).UnmatchedFilters);

    private static async Task<FusionFunctions.Merging.MergeReport> ReportAsync(params string[] filters)
    {
        MemoryModel Model(string name) => s_names.Aggregate(new MemoryModel(name), (model, tensor) => model.With(tensor, [1, 2]));
        JsonNode Rules() => TensorSetting.Of([.. filters.Select(filter => new TensorRule(filter, [JsonValue.Create(0.5)])), new(null, [JsonValue.Create(0.3)])]);
        return (await Merge.RunAsync("mergekit/linear", Merge.Pool(Model("a"), Model("b")), Merge.OneThread, ("weight", new JsonArray(Rules(), Rules())))).Report;
    }
}
