using FusionFunctions.Experiments;
using static FusionFunctions.Tests.Experiments.MergekitText;

namespace FusionFunctions.Tests.Experiments;

/// <summary>One slice of all layers, as most SLERP merges on the hub are written.</summary>
public sealed class MergekitSlicesTests
{
    private const string Head = "merge_method: slerp\nbase_model: ./base\n";

    [Fact]
    public void Slice_of_whole_models_is_the_same_merge_as_their_list()
    {
        var file = Read("""
            slices:
              - sources:
                  - model: ./base
                    layer_range: [0, 12]
                  - model: ./cola
                    layer_range: [0, 12]
            merge_method: slerp
            base_model: ./base
            parameters:
              t:
                - { filter: SelfAttention, value: [0, 0.5, 0.3, 0.7, 1] }
                - value: 0.5
            dtype: bfloat16
            """);
        var listed = Read("""
            models: [./base, ./cola]
            merge_method: slerp
            base_model: ./base
            parameters:
              t:
                - { filter: SelfAttention, value: [0, 0.5, 0.3, 0.7, 1] }
                - value: 0.5
            dtype: bfloat16
            """);

        Assert.Equal([new(12, "merge.yml:4:22")], file.Layers);
        Assert.Empty(listed.Layers);
        Assert.Equal(listed.Experiment.ModelPool.Models, file.Experiment.ModelPool.Models);
        Assert.Equal(Parameters(listed), Parameters(file));
    }

    [Fact]
    public void Parameters_of_sources_and_slice_count_as_those_of_models_and_merge()
    {
        var file = Read("""
            merge_method: ties
            base_model: ./base
            slices:
              - sources:
                  - { model: ./cola, layer_range: [0, 2], parameters: { weight: 0.3 } }
                  - { model: ./rte, layer_range: [0, 2], parameters: { weight: 0.7 } }
                parameters: { density: 0.5 }
            parameters: { normalize: false, density: 0.9 }
            """);

        Assert.Equal(["weight=[0.3,0.7]", "density=[0.5,0.5]", "normalize=false"], Parameters(file));
    }

    [Theory]
    [InlineData("slices: [{ sources: [{ model: ./base, layer_range: [0, 2] }, { model: ./cola, layer_range: [0, 4] }] }]", "merge.yml:3:92: these are not all layers of every model")]
    [InlineData("slices: [{ sources: [{ model: ./base, layer_range: [1, 2] }] }]", "these are not all layers of every model")]
    [InlineData("slices: [{ sources: [{ model: ./base, layer_range: [0, 2, 4] }] }]", "these are not all layers of every model")]
    [InlineData("slices: [{ sources: [{ model: ./base, layer_range: [0, many] }] }]", "the end of 'layer_range' must be a whole number")]
    [InlineData("slices: [{ sources: [{ model: ./base }] }]", "a source has no 'layer_range'")]
    [InlineData("slices: [{ sources: [] }]", "'sources' must be a list with at least one item")]
    [InlineData("slices: [{ sources: [./base] }]", "a source must be a mapping")]
    [InlineData("slices: [{ source: ./base }]", "a slice has no key 'source'")]
    [InlineData("slices: [{ sources: [{ model: ./base, layer_range: [0, 2] }] }, { sources: [{ model: ./base, layer_range: [2, 4] }] }]", "this is a second slice; layers cannot be taken apart here")]
    [InlineData("slices: { sources: [] }", "'slices' must be a list")]
    public void Slices_that_take_models_apart_or_are_not_written_so_are_refused(string text, string why)
    {
        string message = Assert.Throws<ExperimentException>(() => Read(Head + text)).Message;

        Assert.StartsWith("merge.yml:", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }
}
