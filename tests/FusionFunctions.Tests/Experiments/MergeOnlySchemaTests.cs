using FusionFunctions.Experiments.Mergekit;
using FusionFunctions.Experiments.Schema;
using NJsonSchema;

namespace FusionFunctions.Tests.Experiments;

/// <summary>The schema is that of files for <c>fusion merge</c> as well, which have nothing to evaluate.</summary>
public sealed class MergeOnlySchemaTests
{
    private const string Pool = "modelpool: Seq2SeqLMPool/flan-t5-base_glue\n";

    // The validator follows references to $defs by their older name alone.
    private static readonly Lazy<Task<JsonSchema>> s_schema = new(() =>
        JsonSchema.FromJsonAsync(ExperimentSchema.Write(ExperimentFile.Catalog).Replace("$defs", "definitions", StringComparison.Ordinal)));

    [Theory]
    [InlineData("methods: [simple_average]")]
    [InlineData("methods: [simple_average]\ntaskpool:\nbaselines: ~")]
    [InlineData("methods: [task_arithmetic: { scaling_factor: { from: 1, to: 0, step: -0.5 } }]")]
    public async Task What_fusion_merge_takes_the_schema_takes(string rest)
    {
        string file = Path.Join(ExperimentFile.Folder, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, Pool + rest);

        Assert.NotEmpty(MergeFile.Read(file, ExperimentFile.Catalog, []).Experiment.Methods);
        Assert.Empty((await s_schema.Value).Validate(YamlAsJson.Of(Pool + rest)));
    }

    [Theory]
    [InlineData("taskpool: [cola]", "the experiment has neither 'methods' nor 'baselines'")]
    [InlineData("baselines: [pretrained]", "the experiment has no 'taskpool'")]
    [InlineData("methods: [task_arithmetic: { scaling_factor: { from: 0, to: 1, step: 0 } }]\ntaskpool: [cola]", "steps of 0 do not lead from 0 to 1")]
    public async Task What_no_command_takes_the_schema_refuses(string rest, string why)
    {
        Assert.NotEmpty((await s_schema.Value).Validate(YamlAsJson.Of(Pool + rest)));
        Assert.Contains(why, ExperimentFile.Refused(Pool + rest), StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_without_a_value_are_none() => Assert.Empty(ExperimentFile.Read($"{Pool}methods: [simple_average]\ntaskpool: [cola]\nbaselines:").Baselines);
}
