using FusionFunctions.Experiments;
using static FusionFunctions.Tests.Experiments.MergekitText;

namespace FusionFunctions.Tests.Experiments;

/// <summary>A list of models for each module, as mergekit merges T5 with other parameters for the encoder than for the decoder.</summary>
public sealed class MergekitModulesTests
{
    private const string Two = "models: [./cola, ./rte]";

    [Fact]
    public void Values_of_a_module_count_for_its_tensors_before_those_of_the_merge()
    {
        var file = Read("""
            merge_method: ties
            base_model: ./base
            modules:
              decoder:
                models:
                  - { model: ./cola, parameters: { weight: 0.3 } }
                  - { model: ./rte, parameters: { weight: [0, 1] } }
              encoder:
                models:
                  - { model: ./rte, parameters: { weight: [{ filter: SelfAttention, value: 0.4 }] } }
                  - ./cola
                parameters: { weight: 0.6, density: 0.5 }
            parameters: { weight: 0.9, normalize: false }
            """);

        Assert.Equal(["_pretrained_", "1-cola", "2-rte"], file.Experiment.ModelPool.Models.Select(model => model.Name));
        Assert.Equal(
            [
                "weight=["
                + """{"by_tensor":[{"filter":null,"values":[0.3],"module":"decoder"},{"filter":null,"values":[0.6],"module":"encoder"},{"filter":null,"values":[0.9]}]},"""
                + """{"by_tensor":[{"filter":null,"values":[0,1],"module":"decoder"},{"filter":"SelfAttention","values":[0.4],"module":"encoder"},"""
                + """{"filter":null,"values":[0.6],"module":"encoder"},{"filter":null,"values":[0.9]}]}]""",
                """density=[{"by_tensor":[{"filter":null,"values":[0.5],"module":"encoder"}]},{"by_tensor":[{"filter":null,"values":[0.5],"module":"encoder"}]}]""",
                "normalize=false",
            ],
            Parameters(file));
        Assert.Empty(file.Layers);
    }

    [Fact]
    public void Values_of_a_module_behind_one_for_all_of_it_count_for_nothing()
    {
        var file = Read("""
            merge_method: linear
            modules:
              encoder: { models: [{ model: ./cola, parameters: { weight: 0.3 } }], parameters: { weight: [{ filter: mlp, value: 1 }] } }
              decoder: { models: [./cola] }
            parameters: { weight: 0.9 }
            """);
        Assert.Equal(["""weight=[{"by_tensor":[{"filter":null,"values":[0.3],"module":"encoder"},{"filter":null,"values":[0.9]}]}]"""], Parameters(file));
    }

    [Fact]
    public void Modules_of_other_models_are_refused_without_a_remedy_that_the_method_does_not_know()
    {
        var error = Assert.Throws<ExperimentException>(() => Read("merge_method: karcher\nmodules: { encoder: { models: [./cola] }, decoder: { models: [./rte] } }"));
        Assert.EndsWith("list the same models in every module", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_that_say_nothing_of_their_own_are_the_same_merge_as_a_list()
    {
        var file = Read($"merge_method: linear\nmodules: {{ encoder: {{ {Two} }}, decoder: {{ {Two} }}, shared: {{ {Two} }} }}\nparameters: {{ weight: 0.5 }}");
        var listed = Read($"merge_method: linear\n{Two}\nparameters: {{ weight: 0.5 }}");
        Assert.Equal(listed.Experiment.ModelPool.Models, file.Experiment.ModelPool.Models);
        Assert.Equal(Parameters(listed), Parameters(file));
    }

    [Fact]
    public void Only_module_of_a_model_is_the_whole_of_it()
    {
        var file = Read($"merge_method: linear\nmodules: {{ default: {{ {Two}, parameters: {{ weight: 0.5 }} }} }}\nparameters: {{ weight: 0.9, normalize: false }}");
        Assert.Equal(["weight=[0.5,0.5]", "normalize=false"], Parameters(file));
    }

    [Fact]
    public void Slices_of_modules_say_how_many_layers_each_has()
    {
        const string Sources = "{ model: ./base, layer_range: [0, N] }, { model: ./cola, layer_range: [0, N] }";
        var file = Read($"""
            merge_method: slerp
            base_model: ./base
            modules:
              encoder:
                slices: [{'{'} sources: [{Sources.Replace("N", "12", StringComparison.Ordinal)}], parameters: {'{'} t: 0.2 {'}'} {'}'}]
              decoder:
                slices: [{'{'} sources: [{Sources.Replace("N", "6", StringComparison.Ordinal)}] {'}'}]
                parameters: {'{'} t: 0.4 {'}'}
              shared:
                slices: [{'{'} sources: [{Sources.Replace("N", "0", StringComparison.Ordinal)}] {'}'}]
            parameters: {'{'} t: 0.5 {'}'}
            """);

        Assert.Equal([(12, "encoder"), (6, "decoder"), (0, "shared")], file.Layers.Select(layers => (layers.Layers, layers.Module)));
        Assert.Equal(
            [
                """t={"by_tensor":[{"filter":null,"values":[0.2],"module":"encoder"},{"filter":null,"values":[0.4],"module":"decoder"},{"filter":null,"values":[0.5]}]}""",
            ],
            Parameters(file));
    }

    [Fact]
    public void Base_that_one_module_does_not_list_is_there_all_the_same() =>
        Assert.Equal(
            ["_pretrained_", "cola"],
            Read("merge_method: task_arithmetic\nbase_model: ./base\nmodules: { encoder: { models: [./base, ./cola] }, decoder: { models: [./cola] } }\nparameters: { weight: 1 }")
                .Experiment.ModelPool.Models.Select(model => model.Name));

    [Theory]
    [InlineData("modules: { encoder: { models: [./cola] } }", "'modules' has no 'decoder'")]
    [InlineData("modules: { encoder: { models: [./cola] }, decoder: { models: [./rte] } }", "the module 'decoder' lists other models than 'encoder'; list the same models in every module, with weight: 0")]
    [InlineData("modules: { encoder: { models: [./cola] }, decoder: { models: [./cola, ./rte] } }", "the module 'decoder' lists other models than 'encoder'")]
    [InlineData("modules: { encoder: { models: [./cola, ./cola] }, decoder: { models: [./cola] } }", "this model is listed above")]
    [InlineData("modules: { encoder: { models: [./cola] }, vision_tower: { models: [./cola] } }", "'modules' has no key 'vision_tower'")]
    [InlineData("modules: { default: { models: [./cola] }, encoder: { models: [./cola] } }", "'modules' with 'default' has no key 'encoder'")]
    [InlineData("modules: { encoder: { models: [./cola] }, decoder: { } }", "a module has no 'models'")]
    [InlineData("modules: { encoder: { models: [./cola] }, decoder: ./cola }", "a module must be a mapping")]
    [InlineData("modules: [encoder]", "'modules' must be a mapping")]
    [InlineData("modules: { encoder: { models: [./cola] }, decoder: { models: [./cola] } }\nmodels: [./cola]", "both 'modules' and 'models' list models")]
    [InlineData("modules: { encoder: { models: [./cola], merge_method: slerp }, decoder: { models: [./cola] } }", "a module has no key 'merge_method'")]
    [InlineData("modules: { encoder: { models: [./cola], parameters: { wieght: 1 } }, decoder: { models: [./cola] } }", "'parameters' has no key 'wieght'")]
    [InlineData("modules: { encoder: { models: [{ model: ./cola, parameters: { weight: 1 } }] }, decoder: { models: [./cola] } }", "this model has no 'weight' and another has one")]
    [InlineData("modules: { encoder: { models: [./cola], slices: [{ sources: [] }] }, decoder: { models: [./cola] } }", "both 'slices' and 'models' list models")]
    [InlineData("modules: { encoder: { slices: [{ sources: [{ model: ./cola, layer_range: [0, 0] }] }] }, decoder: { models: [./cola] } }", "the end of 'layer_range' must be a whole number")]
    public void Modules_that_cannot_be_merged_as_written_are_refused(string text, string why)
    {
        string message = Assert.Throws<ExperimentException>(() => Read($"merge_method: linear\n{text}")).Message;

        Assert.StartsWith("merge.yml:", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }
}
