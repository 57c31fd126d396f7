using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>Parameters of an encoder, a decoder, and what belongs to neither.</summary>
public sealed class SeqToSeqModuleTests
{
    private static readonly string[] s_names =
        ["decoder.block.0.EncDecAttention.q.weight", "decoder.block.1.SelfAttention.q.weight", "encoder.block.0.SelfAttention.q.weight", "encoder.block.1.SelfAttention.q.weight", "lm_head.weight", "shared.weight"];

    [Theory]
    [InlineData("encoder.block.0.layer.0.SelfAttention.q.weight", "encoder")]
    [InlineData("encoder.final_layer_norm.weight", "encoder")]
    [InlineData("decoder.block.0.layer.1.EncDecAttention.q.weight", "decoder")]
    [InlineData("model.encoder.layers.0.fc1.bias", "encoder")]
    [InlineData("model.decoder.layers.0.encoder_attn.k_proj.weight", "decoder")]
    [InlineData("shared.weight", "shared")]
    [InlineData("model.shared.weight", "shared")]
    [InlineData("lm_head.weight", "shared")]
    [InlineData("vision_model.encoder.layers.0.fc1.bias", "shared")]
    [InlineData("encoder_proj.weight", "shared")]
    public void Of_tells_the_module_by_the_first_part_of_the_name(string tensor, string module) => Assert.Equal(module, SeqToSeqModule.Of(tensor));

    [Fact]
    public async Task Each_module_is_merged_as_its_parameters_say()
    {
        var pool = Pool(s_names);
        var first = TensorSetting.Of([new("Self", Numbers(0.1), "decoder"), new(null, Numbers(0.2, 0.4), "encoder"), new("Self", Numbers(9), "shared"), new(null, Numbers(0.7))]);

        var (report, merged) = await MergedAsync(pool, new JsonArray(first, 0.5));

        double[] weights = [0.7, 0.1, 0.2, 0.4, 0.7, 0.7];
        for (int tensor = 0; tensor < s_names.Length; tensor++)
            Assert.Equal((await MergedAsync(pool, new JsonArray(weights[tensor], 0.5))).Elements[tensor], merged[tensor]);
        var unmatched = Assert.Single(report.UnmatchedFilters!);
        Assert.Equal(("weight", "Self", "shared"), (unmatched.Parameter, unmatched.Filter, unmatched.Within));
        Assert.Equal(["shared", "lm_head"], unmatched.Modules);
    }

    [Fact]
    public void Rules_that_leave_a_module_out_are_refused_with_its_name()
    {
        var rules = TensorSetting.Of([new(null, Numbers(0.1), "decoder"), new(null, Numbers(0.2), "encoder")]);
        Assert.EndsWith(
            "fits tensor 'lm_head.weight'; add a value without a filter for the rest, or of the module 'shared'.", Refused(Pool(s_names), rules), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decoder", "encoder", "model.layers.0.q.weight")]
    [InlineData("shared", "encoder", "led.encoder.layers.0.q.weight", "led.decoder.layers.0.q.weight")]
    [InlineData("encoder", "decoder", "encoder.layer.0.q.weight", "pooler.weight")]
    public void Modules_that_the_models_do_not_have_are_refused(string module, string missing, params string[] names)
    {
        var rules = TensorSetting.Of([new(null, Numbers(0.1), module), new(null, Numbers(0.2))]);
        Assert.Contains($"the models have no module '{missing}'", Refused(Pool(names), rules), StringComparison.Ordinal);
    }

    private static string Refused(MergePool pool, JsonNode weight) => Assert.Throws<MergeException>(() =>
        MergeEngine.Check(pool, MergeMethods.Find("mergekit/linear"), [Merge.Parameters("mergekit/linear", ("weight", new JsonArray(weight, 0.5)))])).Message;

    private static async Task<(MergeReport Report, float[] Elements)> MergedAsync(MergePool pool, JsonArray weight)
    {
        float[] elements = await Merge.ElementsAsync("mergekit/linear", pool, ("weight", weight.DeepClone()));
        return ((await Merge.RunAsync("mergekit/linear", pool, Merge.OneThread, ("weight", weight))).Report, elements);
    }

    private static JsonNode[] Numbers(params double[] numbers) => [.. numbers.Select(number => JsonValue.Create(number))];

    private static MergePool Pool(string[] names)
    {
        MemoryModel Model(string name, int factor) =>
            names.Index().Aggregate(new MemoryModel(name), (model, tensor) => model.With(tensor.Item, [(float)(factor * (tensor.Index + 1))], [1]));
        return Merge.Pool(Model("m0", 1), Model("m1", 10));
    }
}
