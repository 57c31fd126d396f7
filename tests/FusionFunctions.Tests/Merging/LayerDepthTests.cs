using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Tests.Merging;

/// <summary>Where gradients take their values.</summary>
public sealed class LayerDepthTests
{
    [Theory]
    [InlineData("model.layers.{0}.self_attn.q_proj.weight")]
    [InlineData("wav2vec2.encoder.layers.{0}.attention.k_proj.weight")]
    [InlineData("dinov2.encoder.layer.{0}.norm1.weight")]
    [InlineData("layoutlmv3.encoder.layer.{0}.output.dense.bias")]
    [InlineData("data2vec_text.encoder.layer.{0}.output.dense.bias")]
    [InlineData("model.layers_v2.{0}.mlp.up_proj.weight")]
    [InlineData("h.{0}.ln_1.weight")]
    [InlineData("transformer.h.{0}.attn.c_attn.weight")]
    [InlineData("visual.transformer.resblocks.{0}.ln_1.weight")]
    [InlineData("TransformerLayers.{0}.weight")]
    public void Stack_runs_from_its_first_layer_to_its_last_whatever_digits_its_path_has(string name) =>
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], Depths([.. Enumerable.Range(0, 5).Select(layer => string.Format(null, name, layer))]));

    [Theory]
    [InlineData("classifier.0.weight")]
    [InlineData("visual.merger.mlp.2.weight")]
    [InlineData("model.vision_tower.projector.1.bias")]
    [InlineData("layer1.0.conv1.weight")]
    [InlineData("wav2vec2.encoder.layer_norm.weight")]
    [InlineData("bench.3.weight")]
    [InlineData("layers.12345.weight")]
    [InlineData("3.weight")]
    [InlineData("model.norm.weight")]
    public void What_is_in_no_list_of_layers_is_at_the_beginning(string name) => Assert.Equal([0, 1], Depths([name, "model.layers.1.weight"]));

    [Fact]
    public void Each_stack_has_its_own_end_and_a_single_layer_is_the_last() =>
        Assert.Equal(
            [0, 1, 0.5, 1, 1],
            Depths(["encoder.layers.0.w", "encoder.layers.1.w", "decoder.layers.2.w", "decoder.layers.4.w", "albert.encoder.albert_layer_groups.0.albert_layers.0.w"]));

    [Fact]
    public void Outermost_list_counts_where_layers_stand_in_layers() =>
        Assert.Equal(
            [0, 1, 0.5, 1, 0, 1],
            Depths(
            [
                "encoder.block.0.layer.1.DenseReluDense.wi.weight", "encoder.block.1.layer.0.SelfAttention.q.weight",
                "swin.encoder.layers.1.blocks.0.w", "swin.encoder.layers.2.blocks.5.w",
                "convnext.encoder.stages.0.layers.2.w", "convnext.encoder.stages.3.layers.0.w",
            ]));

    private static double[] Depths(string[] names)
    {
        var model = new MemoryModel("m");
        foreach (string name in names)
            model.With(name, [1]);
        var depth = new LayerDepth(PoolLayout.Of(Merge.Pool(model)));
        return [.. names.Select(depth.Of)];
    }
}
