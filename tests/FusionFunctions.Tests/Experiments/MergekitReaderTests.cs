using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Mergekit;

namespace FusionFunctions.Tests.Experiments;

public sealed class MergekitReaderTests
{
    private const string Good = """
        merge_method: ties
        base_model: ./base
        models:
          - model: ./base
          - model: org/one@v1
            parameters: { weight: 0.5, density: [0.2, 0.8] }
          - model: ./base+./rte_lora16
            parameters:
              weight:
                - { filter: SelfAttention, value: [0, 1] }
                - value: 0.3
        parameters: { normalize: true, int8_mask: true, density: 0.7 }
        dtype: float32
        out_dtype: bfloat16
        tokenizer_source: base
        """;

    [Fact]
    public void Configuration_becomes_one_method_on_a_pool()
    {
        var experiment = Read(Good);

        Assert.Equal(["_pretrained_", "1-one", "2-rte_lora16"], experiment.ModelPool.Models.Select(model => model.Name));
        Assert.Equal("org/one@v1", experiment.ModelPool.Models[1].Checkpoint.ToString());
        Assert.Equal(ExperimentFile.Full("rte_lora16"), experiment.ModelPool.Models[2].Adapter!.Location);
        Assert.Equal((ExperimentFile.Full("base"), "BF16"), (experiment.ModelPool.Tokenizer!.Location, experiment.OutputDType));
        Assert.Empty(experiment.TaskPool.Tasks);
        var method = Assert.Single(experiment.Methods);
        Assert.Equal("mergekit/ties", method.Name);
        Assert.Equal(
            """
            weight=[0.5,{"by_tensor":[{"filter":"SelfAttention","values":[0,1]},{"filter":null,"values":[0.3]}]}]
            density=[{"by_tensor":[{"filter":null,"values":[0.2,0.8]}]},0.7]
            normalize=true
            """,
            ParametersOf(experiment));
    }

    [Fact]
    public void Base_of_a_method_without_one_is_a_model_like_any_other()
    {
        var experiment = Read("merge_method: linear\nbase_model: ./base\nmodels: [{ model: ./base, parameters: { weight: 2 } }, { model: ./cola, parameters: { weight: 1 } }]\ndtype: float16");

        Assert.Equal(["1-base", "2-cola"], experiment.ModelPool.Models.Select(model => model.Name));
        Assert.Equal("[2,1]", Assert.Single(experiment.Methods).Parameters.Single(parameter => parameter.Name == "weight").Values[0].ToJsonString());
    }

    [Theory, InlineData("linear"), InlineData("karcher")]
    public void Base_that_is_not_listed_is_one_model_more_where_the_method_reads_no_base(string method) =>
        Assert.Equal(
            ["1-base", "2-cola", "3-rte"],
            Read($"merge_method: {method}\nbase_model: ./base\nmodels: [./cola, ./rte]").ModelPool.Models.Select(model => model.Name));

    [Fact]
    public void Base_that_is_listed_later_comes_first_with_its_own_weight_where_the_method_reads_no_base()
    {
        var experiment = Read("merge_method: linear\nbase_model: ./base\nmodels: [{ model: ./cola, parameters: { weight: 1 } }, { model: ./base, parameters: { weight: 2 } }]");

        Assert.Equal(["1-base", "2-cola"], experiment.ModelPool.Models.Select(model => model.Name));
        Assert.Equal("weight=[2,1]", ParametersOf(experiment));
    }

    [Fact]
    public void Parameters_of_the_base_count_for_nothing() => Assert.Equal(
        "weight=[0.5]\ndensity=[0.25]",
        ParametersOf(Read("merge_method: ties\nbase_model: ./base\nmodels: [{ model: ./base, parameters: { weight: 1, density: 0.1 } }, { model: ./cola, parameters: { weight: 0.5, density: 0.25 } }]")));

    [Theory]
    [InlineData("normalize: 1.0", "normalize=true"), InlineData("rescale: 0", "rescale=false"), InlineData("normalize: [{ filter: wo, value: 1 }, { value: 0 }]",
        """normalize={"by_tensor":[{"filter":"wo","values":[true]},{"filter":null,"values":[false]}]}""")]
    public void Switches_may_be_written_as_numbers(string written, string expected) =>
        Assert.Equal(expected, ParametersOf(Read($"merge_method: ties\nbase_model: ./base\nmodels: [./cola]\nparameters: {{ {written}, int8_mask: 1.0 }}")));

    [Theory, InlineData("ram", "epsilon: 0.001", "epsilon=0.001"), InlineData("ramplus_tl", "r: 0.3, alpha: [0, 1]", """
        r=0.3
        alpha={"by_tensor":[{"filter":null,"values":[0,1]}]}
        """)]
    public void Parameters_of_all_models_stand_once(string method, string written, string expected) =>
        Assert.Equal(expected, ParametersOf(Read($"merge_method: {method}\nbase_model: ./base\nmodels: [./cola, ./rte]\nparameters: {{ {written} }}")));

    [Fact]
    public void What_thins_out_says_nothing_to_task_arithmetic() => Assert.Equal(
        "weight=[0.5]",
        ParametersOf(Read("merge_method: task_arithmetic\nbase_model: ./base\nmodels: [{ model: ./cola, parameters: { weight: 0.5, density: 0.3, rescale: 1 } }]\nparameters: { density: 0.5, rescale: true, int8_mask: true }")));

    [Theory]
    [InlineData("tokenizer_source: base", "base"), InlineData("tokenizer: { source: base }", "base"), InlineData("tokenizer: { source: ./rte, tokens: }", "rte")]
    [InlineData("tokenizer_source: ./rte", "rte")]
    public void Tokenizer_is_that_of_the_base_or_of_a_named_model(string line, string expected) => Assert.Equal(
        ExperimentFile.Full(expected), Read($"merge_method: ties\nbase_model: ./base\nmodels: [./cola]\n{line}").ModelPool.Tokenizer!.Location);

    [Fact]
    public void Tokenizer_whose_list_of_tokens_is_empty_is_its_source() => Assert.Equal(
        ExperimentFile.Full("cola"),
        Read("merge_method: ties\nbase_model: ./base\nmodels: [./cola]\ntokenizer: { source: ./cola, tokens: {} }").ModelPool.Tokenizer!.Location);

    [Fact]
    public void Model_may_be_spelled_out()
    {
        var models = Read("""
            merge_method: linear
            models:
              - model: { model: { path: org/one, revision: v1 }, override_architecture: ~ }
              - model: { model: { path: ./base }, lora: { path: ./rte_lora16 } }
              - model: { model: ./cola }
            """).ModelPool.Models;

        Assert.Equal(["1-one", "2-rte_lora16", "3-cola"], models.Select(model => model.Name));
        Assert.Equal("org/one@v1", $"{models[0].Checkpoint}");
        Assert.Equal((ExperimentFile.Full("base"), ExperimentFile.Full("rte_lora16")), (models[1].Checkpoint.Location, models[1].Adapter!.Location));
    }

    [Theory]
    [InlineData("{ path: org/one }", "a model has no key 'path'")]
    [InlineData("{ model: { path: org/one, name: x } }", "a model's place has no key 'name'")]
    [InlineData("{ lora: { path: org/one } }", "a model has no 'model'")]
    [InlineData("{ model: org/one, override_architecture: T5 }", "'override_architecture' is not supported")]
    public void Model_that_is_spelled_out_wrongly_is_refused(string model, string why) =>
        Assert.Contains(why, Refused($"merge_method: linear\nmodels: [{{ model: {model} }}]"), StringComparison.Ordinal);

    [Theory, InlineData(""), InlineData("tokenizer:"), InlineData("tokenizer_source: ~")]
    public void Tokenizer_that_is_left_open_is_not_asked_for(string line) =>
        Assert.Null(Read($"merge_method: ties\nbase_model: ./base\nmodels: [./cola]\n{line}").ModelPool.Tokenizer);

    [Fact]
    public void Tokenizer_of_the_base_where_there_is_none_is_the_first_models() =>
        Assert.Equal(ExperimentFile.Full("cola"), Read("merge_method: linear\nmodels: [./cola, ./rte]\ntokenizer_source: base").ModelPool.Tokenizer!.Location);

    [Theory, InlineData("slices:"), InlineData("slices: []"), InlineData("modules: {}"), InlineData("chat_template: ~")]
    public void Key_that_is_not_supported_may_be_empty(string line) =>
        Assert.Single(Read($"merge_method: linear\nmodels: [./cola]\n{line}").ModelPool.Models);

    [Fact]
    public void Dtype_may_be_written_as_PyTorch_prints_it() =>
        Assert.Equal("BF16", Read("merge_method: linear\nmodels: [./cola]\ndtype: torch.bfloat16").OutputDType);

    [Fact]
    public void Where_no_filter_of_a_model_fits_the_value_of_all_counts()
    {
        var experiment = Read("""
            merge_method: ties
            base_model: ./base
            models:
              - { model: ./cola, parameters: { weight: [{ filter: SelfAttention, value: 0.8 }], density: [0.1, 0.2] } }
              - { model: ./rte, parameters: { weight: 0.5 } }
            parameters: { weight: 0.2, density: [{ filter: wo, value: 0.4 }] }
            """);

        Assert.Equal(
            """
            weight=[{"by_tensor":[{"filter":"SelfAttention","values":[0.8]},{"filter":null,"values":[0.2]}]},0.5]
            density=[{"by_tensor":[{"filter":null,"values":[0.1,0.2]}]},{"by_tensor":[{"filter":"wo","values":[0.4]}]}]
            """,
            ParametersOf(experiment));
    }

    [Theory]
    [InlineData("slices: [{ sources: [{ model: ./cola }] }]", "both 'slices' and 'models' list models")]
    [InlineData("modules: { default: }", "both 'modules' and 'models' list models")]
    [InlineData("tokenizer: { source: union }", "vocabularies are not merged; write tokenizer_source: base")]
    [InlineData("tokenizer: {}", "'tokenizer' without a 'source' merges vocabularies")]
    [InlineData("tokenizer: { source: base, tokens: { a: } }", "'tokenizer' with 'tokens' is not supported")]
    [InlineData("tokenizer: { source: base }\ntokenizer_source: base", "both 'tokenizer_source' and 'tokenizer' name a tokenizer")]
    [InlineData("chat_template: auto", "'chat_template' is not supported; a chat template is copied with the tokenizer that has it")]
    [InlineData("layer_types: 1", "a merge has no key 'layer_types'")]
    [InlineData("tokenizer_source: union", "vocabularies are not merged")]
    [InlineData("dtype: int8", "there is no dtype 'int8'")]
    [InlineData("dtype: nonsense\nout_dtype: bfloat16", "there is no dtype 'nonsense'")]
    [InlineData("parameters: { wieght: 1 }", "'parameters' has no key 'wieght'; did you mean 'weight'?")]
    [InlineData("parameters: { weight: heavy }", "'weight' must be")]
    [InlineData("parameters: { density: [0.5, 1.5] }", "'density' must be")]
    [InlineData("parameters: { normalize: 2 }", "'normalize' must be true or false")]
    [InlineData("parameters: { normalize: [1, 0] }", "'normalize' cannot change from layer to layer")]
    [InlineData("parameters: { density: [{ filter: a }] }", "has no 'value'")]
    [InlineData("parameters: { density: [{ filter: a, value: 1, t: 2 }] }", "has no key 't'")]
    public void What_cannot_be_merged_is_refused_by_name(string line, string why) =>
        Assert.Contains(why, Refused($"merge_method: ties\nbase_model: ./base\nmodels: [{{ model: ./cola }}]\n{line}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("merge_method: tie\nmodels: [./cola]", "there is no mergekit method 'tie'; did you mean 'ties'?")]
    [InlineData("merge_method: ties\nmodels: [./cola]", "needs a base model; add base_model: org/name")]
    [InlineData("merge_method: ties\nbase_model: ./base", "a merge has no 'models'")]
    [InlineData("merge_method: ties\nbase_model: ./base\nmodels: [./base]", "the only model is the base model")]
    [InlineData("merge_method: ties\nbase_model: ./base\nmodels: [{ model: ./cola, weight: 1 }]", "a model has no key 'weight'")]
    [InlineData("merge_method: ties\nbase_model: ./base\nmodels: [./cola+./rte+./sst2]", "has more than one adapter")]
    [InlineData("merge_method: ties\nbase_model: ./base\nmodels: [./nowhere]", "there is no folder './nowhere'")]
    [InlineData("merge_method: sce\nbase_model: ./base\nmodels: [./cola, { model: ./rte, parameters: { select_topk: 0.5 } }]", "'select_topk' is the same for all models")]
    [InlineData("merge_method: sce\nbase_model: ./base\nmodels: [{ model: ./rte, parameters: { select_topk: 0.5 } }]", "'select_topk' is the same for all models")]
    [InlineData("merge_method: linear\nmodels: [{ model: ./cola, parameters: { weight: 1 } }, ./rte]", "merge.yml:2:56: this model has no 'weight' and another has one")]
    [InlineData("merge_method: linear\nbase_model: ./base\nmodels: [{ model: ./cola, parameters: { weight: 1 } }]", "merge.yml:2:13: this model has no 'weight'")]
    [InlineData("merge_method: linear\nmodels: [./cola, ./rte, ./cola]", "merge.yml:2:25: this model is listed above")]
    [InlineData("merge_method: slerp\nbase_model: ./base\nmodels: [./cola, ./rte]", "more models than the 2 that 'mergekit/slerp' takes")]
    [InlineData("merge_method: slerp\nbase_model: ./base\nmodels: [./cola, ./rte, ./base]", "more models than the 2 that 'mergekit/slerp' takes")]
    [InlineData("merge_method: passthrough\nbase_model: ./base\nmodels: [./cola]", "more models than the 1 that 'mergekit/passthrough' takes")]
    [InlineData("merge_method: [ties]\nmodels: [./cola]", "'merge_method' must be a text")]
    public void Merge_that_makes_no_sense_is_refused(string text, string why) => Assert.Contains(why, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void File_is_known_by_its_key_and_takes_no_overrides()
    {
        string file = Path.Join(ExperimentFile.Folder, "mergekit.yml");
        File.WriteAllText(file, Good);

        Assert.True(MergeFile.Read(file, ExperimentFile.Catalog, []).IsMergekit);
        Assert.Throws<ExperimentException>(() => MergeFile.Read(file, ExperimentFile.Catalog, ["dtype=float16"]));
        File.WriteAllText(file, ExperimentFile.Good);
        Assert.False(MergeFile.Read(file, ExperimentFile.Catalog, []).IsMergekit);
    }

    [Fact]
    public void Experiment_that_is_only_merged_needs_no_task_pool()
    {
        string file = Path.Join(ExperimentFile.Folder, "merge-only.yml"), text = ExperimentFile.Good[..ExperimentFile.Good.IndexOf("baselines:", StringComparison.Ordinal)];
        File.WriteAllText(file, text);

        Assert.Empty(MergeFile.Read(file, ExperimentFile.Catalog, []).Experiment.TaskPool.Tasks);
        Assert.Contains("has no 'taskpool'", ExperimentFile.Refused(text), StringComparison.Ordinal);
        File.WriteAllText(file, $"{text}taskpool: nowhere\nbaselines: [pretrained]\n");
        Assert.Empty(MergeFile.Read(file, ExperimentFile.Catalog, []).Experiment.Baselines);
    }

    private static Experiment Read(string text) => MergekitText.Read(text).Experiment;

    private static string ParametersOf(Experiment experiment) => string.Join('\n', MergekitText.Parameters(experiment));

    private static string Refused(string text)
    {
        string message = Assert.Throws<ExperimentException>(() => Read(text)).Message;
        Assert.StartsWith("merge.yml:", message, StringComparison.Ordinal);
        return message;
    }
}
