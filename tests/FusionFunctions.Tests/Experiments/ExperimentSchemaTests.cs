using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Schema;
using FusionFunctions.Tests.Reference;
using NJsonSchema;

namespace FusionFunctions.Tests.Experiments;

public sealed class ExperimentSchemaTests
{
    // The validator follows references to $defs by their older name alone.
    private static readonly Lazy<Task<JsonSchema>> s_schema = new(() =>
        JsonSchema.FromJsonAsync(ExperimentSchema.Write(ExperimentFile.Catalog).Replace("$defs", "definitions", StringComparison.Ordinal)));

    [Fact]
    public void Published_schema_is_current()
    {
        string path = Path.Combine(ReferenceData.RepositoryRoot, "docs", "experiment.schema.json");
        string schema = ExperimentSchema.Write(ExperimentFile.Catalog);
        if (Environment.GetEnvironmentVariable("FUSION_PUBLISH") == "1")
            File.WriteAllText(path, schema);

        Assert.True(
            File.Exists(path) && schema == File.ReadAllText(path).ReplaceLineEndings("\n"),
            "docs/experiment.schema.json is not what the methods, pools and tasks give; run this test once with FUSION_PUBLISH=1 to write it.");
    }

    [Fact]
    public void Schema_has_every_method_parameter_pool_and_task_by_name()
    {
        string schema = ExperimentSchema.Write(ExperimentFile.Catalog);
        var catalog = ExperimentFile.Catalog;

        Assert.All(
            [
                .. catalog.Methods.Select(method => method.Name), .. catalog.Methods.SelectMany(method => method.Parameters).Select(parameter => parameter.Name),
                .. catalog.ModelPools.Select(pool => pool.Name), .. catalog.TaskPools.Select(pool => pool.Name), .. catalog.Tasks,
            ],
            name => Assert.Contains($"\"{name}\"", schema, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExperimentFile.Good)]
    [InlineData("modelpool: Seq2SeqLMPool/flan-t5-base_glue\nbaselines: [individual]\ntaskpool: flan-t5_glue_text_generation\ndtype: bfloat16\nprecision: bf16")]
    [InlineData("modelpool: Seq2SeqLMPool/flan-t5-base_glue\ntaskpool: flan-t5_glue_text_generation\nmethods: [dummy: ]\ndtype: torch.float16")]
    [InlineData("modelpool: { models: { _pretrained_: { path: ./base }, glue-rte: org/name@v1 }, tokenizer: }\nmethods: [dummy: ]\ntaskpool: [cola, { name: rte, split: test, limit: }]\ndtype: ~")]
    [InlineData("modelpool: Seq2SeqLMPool/flan-t5-base_glue\nmethods: [ties_merging: { scaling_factor: { from: 0, to: 1, step: 0.5 }, threshold: [1, 2], merge_func: [sum, max], remove_keys: [[], [a]] }]\ntaskpool: { tasks: [cola], max_length: 20 }")]
    public async Task What_the_reader_takes_the_schema_takes(string text)
    {
        ExperimentFile.Read(text);

        Assert.Empty((await s_schema.Value).Validate(YamlAsJson.Of(text)));
    }

    [Theory]
    [InlineData("seed: 3")]
    [InlineData("name: ../x")]
    [InlineData("name: 3")]
    [InlineData("name: ")]
    [InlineData("dtype: bf16")]
    [InlineData("precision: bfloat16")]
    [InlineData("baselines: [finetuned]")]
    [InlineData("baselines: [pretrained, pretrained]")]
    [InlineData("baselines: []")]
    [InlineData("methods: []")]
    [InlineData("methods: dummy")]
    [InlineData("methods: [ties]")]
    [InlineData("methods: [dummy: 3]")]
    [InlineData("methods: [{ dummy: , simple_average: }]")]
    [InlineData("methods: [simple_average: { weight: 1 }]")]
    [InlineData("methods: [task_arithmetic: { scaling_factor: '0.3' }]")]
    [InlineData("methods: [task_arithmetic: { scaling_factor: [] }]")]
    [InlineData("methods: [task_arithmetic: { scaling_factor: [1, 1] }]")]
    [InlineData("methods: [task_arithmetic: { scaling_factor: { from: 0, to: 1 } }]")]
    [InlineData("methods: [ties_merging: { threshold: 101 }]")]
    [InlineData("methods: [ties_merging: { merge_func: median }]")]
    [InlineData("methods: [ties_merging: { remove_keys: a }]")]
    [InlineData("modelpool: mine")]
    [InlineData("modelpool: { models: {} }")]
    [InlineData("modelpool: { tokenizer: ./base }")]
    [InlineData("modelpool: { models: { a/b: ./base } }")]
    [InlineData("modelpool: { models: { _other_: ./base } }")]
    [InlineData("modelpool: { models: { m: { adapter: ./base } } }")]
    [InlineData("modelpool: { models: { m: { path: ./base, adapter: ./cola } } }")]
    [InlineData("taskpool: glue")]
    [InlineData("taskpool: []")]
    [InlineData("taskpool: [sst-2]")]
    [InlineData("taskpool: [{ limit: 3 }]")]
    [InlineData("taskpool: [{ name: cola, limit: 0 }]")]
    [InlineData("taskpool: [{ name: cola, limit: 1.5 }]")]
    [InlineData("taskpool: { tasks: [cola], max_length: 1 }")]
    public async Task What_the_schema_refuses_the_reader_refuses(string entry)
    {
        Dictionary<string, string> entries = new()
        {
            ["modelpool"] = "modelpool: Seq2SeqLMPool/flan-t5-base_glue", ["taskpool"] = "taskpool: [cola]", ["methods"] = "methods: [dummy]",
        };
        string Text() => string.Join('\n', entries.Values);
        Assert.Empty((await s_schema.Value).Validate(YamlAsJson.Of(Text())));

        entries[entry.Split(':')[0]] = entry;

        Assert.NotEmpty((await s_schema.Value).Validate(YamlAsJson.Of(Text())));
        Assert.Throws<ExperimentException>(() => ExperimentFile.Read(Text()));
    }

    [Theory, InlineData("modelpool"), InlineData("methods")]
    public async Task What_must_be_there_the_schema_asks_for(string missing)
    {
        string text = string.Join('\n', new[] { "modelpool: Seq2SeqLMPool/flan-t5-base_glue", "taskpool: [cola]", "methods: [dummy]" }
            .Where(entry => !entry.StartsWith(missing, StringComparison.Ordinal)));

        Assert.NotEmpty((await s_schema.Value).Validate(YamlAsJson.Of(text)));
        Assert.Throws<ExperimentException>(() => ExperimentFile.Read(text));
    }
}
