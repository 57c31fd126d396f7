using System.Text.Json;
using System.Text.RegularExpressions;
using FusionFunctions.Experiments.Schema;
using FusionFunctions.Tests.Reference;
using NJsonSchema;

namespace FusionFunctions.Tests.Experiments;

/// <summary>What docs/experiment-file.md shows can be run as it stands.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(ReferenceData.RepositoryRoot, "docs", "experiment-file.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Experiments => [.. YamlBlock().Matches(s_page).Select(block => block.Groups[1].Value)];

    public static TheoryData<string> Overrides => [.. OverrideRow().Matches(s_page).Select(row => row.Groups[1].Value)];

    [Theory, MemberData(nameof(Experiments))]
    public async Task Every_experiment_on_the_page_is_read_and_fits_the_schema(string text)
    {
        ExperimentFile.Read(text);

        // The validator follows references to $defs by their older name alone.
        var schema = await JsonSchema.FromJsonAsync(ExperimentSchema.Write(ExperimentFile.Catalog).Replace("$defs", "definitions", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(YamlAsJson.Of(text)));
    }

    [Theory, MemberData(nameof(Overrides))]
    public void Every_override_on_the_page_applies(string text)
    {
        const string Experiment = "modelpool: Seq2SeqLMPool/flan-t5-base_glue\nmethods: [task_arithmetic, simple_average]\ntaskpool: flan-t5_glue_text_generation";
        string Text(params string[] overrides) => JsonSerializer.Serialize(ExperimentFile.Read(Experiment, overrides));

        Assert.NotEqual(Text(), Text(text.Replace("./x", "./base", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_names_every_pool_task_and_baseline()
    {
        var catalog = ExperimentFile.Catalog;

        Assert.All(
            [.. catalog.ModelPools.Select(pool => pool.Name!), .. catalog.TaskPools.Select(pool => pool.Name!), .. catalog.Tasks, "pretrained", "fine_tuned", "individual"],
            name => Assert.Contains($"`{name}`", s_page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^```yaml\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"^\| `([a-z_.0-9]+=[^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex OverrideRow();
}
