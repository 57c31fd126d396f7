using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Leaderboards.Published;
using FusionFunctions.Merging;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Leaderboards;

/// <summary>The published scores against the page itself, and what is said of measured ones.</summary>
public sealed class PublishedResultsTests
{
    private const string Lora = "Seq2SeqLMPool/flan-t5-base_glue_lora16";
    private const string Full = "Seq2SeqLMPool/flan-t5-base_glue";
    private const string Large = "Seq2SeqLMPool/flan-t5-large_glue_lora16";

    private static readonly LeaderboardTask s_rte = new("rte", "RTE", LeaderboardTask.Accuracy);

    private static readonly LeaderboardRow s_row = new(
        "Simple Average", RowGroup.Merged, "simple_average", [], new Dictionary<string, LeaderboardScore> { ["rte"] = new(222.0 / 277, 222, 277, 0) }, new Dictionary<string, string>());

    [Theory]
    [InlineData(Full, "Table: Multi-task model merging methods using Flan-T5-Base (full fine-tuned)")]
    [InlineData(Lora, "Table: Multi-task model merging methods using Flan-T5-Base (LoRA r=16)")]
    [InlineData(Large, "Table: Multi-task model merging methods using Flan-T5-Large (LoRA r=16)")]
    public async Task Rows_read_as_the_page_prints_them_but_for_its_errors(string pool, string table)
    {
        string page = await File.ReadAllTextAsync(ReferenceData.Require("facts", "flan-t5_generation.md"), TestContext.Current.CancellationToken);
        string[] lines = [.. page[page.IndexOf(table, StringComparison.Ordinal)..].Split('\n').SkipWhile(line => !line.Contains("| Pre-trained", StringComparison.Ordinal)).Take(6)];
        (string Name, double? Factor)[] rows = [("pretrained", null), ("fine_tuned", null), ("", null), ("simple_average", null), ("task_arithmetic", 0.3), ("ties_merging", 0.3)];

        foreach (var (line, (name, factor)) in lines.Zip(rows).Where(pair => pair.Second.Name.Length > 0))
        {
            double[] printed = [.. line.Split('|').Skip(2).Take(8).Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))];
            var published = PublishedResults.Find(pool, name, factor is null ? null : new() { ["scaling_factor"] = factor })!;
            foreach (var (task, percent) in GlueTasks.All.Zip(printed))
            {
                var wrong = PublishedResults.Corrections.FirstOrDefault(correction => (correction.Pool, correction.Row, correction.Task) == (pool, name, task.Name));
                Assert.Equal(wrong?.Printed ?? percent, percent);
                Assert.Equal(wrong?.Corrected ?? percent, Math.Round(published.PercentOf(task.Name)!.Value, 1), 0.0501);
            }
        }
    }

    [Fact]
    public void Every_row_is_of_a_known_pool_and_has_every_task()
    {
        Assert.Equal(77, PublishedResults.All.Count);
        Assert.All(PublishedResults.All, row => Assert.Contains(KnownModelPools.All, pool => pool.Name == row.Pool));
        Assert.All(PublishedResults.All, row => Assert.All(GlueTasks.All, task => Assert.NotNull(row.PercentOf(task.Name))));
        Assert.All(GlueTasks.All, task => Assert.Equal(task.OfficialRows, PublishedResults.RowsOf(task.Name)));
    }

    [Theory]
    [InlineData("simple_average"), InlineData("task_arithmetic"), InlineData("ties_merging")]
    public void Page_leaves_every_parameter_of_its_methods_as_it_is(string method) => Assert.NotNull(PublishedResults.Find(Full, method, Defaults(method)));

    [Theory]
    [InlineData(Lora, "trim_scope", "\"changed_tensors\"", true), InlineData(Lora, "trim_scope", "\"state_dict\"", true), InlineData(Lora, "trim_scope", "\"per_tensor\"", false)]
    [InlineData(Full, "trim_scope", "\"changed_tensors\"", false)]
    [InlineData(Full, "threshold", "20.0", true), InlineData(Full, "threshold", "90", false), InlineData(Full, "merge_func", "\"max\"", false)]
    [InlineData(Full, "scaling_factor", "0.30000000000000004", true), InlineData(Full, "scaling_factor", "0.4", false)]
    [InlineData(Full, "scaling_factor", """{ "by_tensor": [{ "filter": null, "values": [0.3] }] }""", false)]
    [InlineData(Full, "remove_keys", "[\"shared.weight\"]", false), InlineData(Full, "exclude", "[\"shared.weight\"]", false)]
    public void Row_is_the_pages_where_each_parameter_is(string pool, string parameter, string value, bool isPublished)
    {
        var parameters = Defaults("ties_merging");
        parameters[parameter] = JsonNode.Parse(value);

        Assert.Equal(isPublished, PublishedResults.Find(pool, "ties_merging", parameters) is not null);
    }

    [Theory]
    [InlineData("rte", 223, 277, "equal"), InlineData("rte", 225, 277, "within 2 counts"), InlineData("rte", 221, 277, "within 2 counts")]
    [InlineData("rte", 229, 277, "within one standard error"), InlineData("rte", 230, 277, "off"), InlineData("rte", 20, 24, "not comparable: other rows")]
    public void Verdict_of_a_count_follows_the_distance(string task, int correct, int total, string verdict) =>
        Assert.Equal(verdict, PublishedVerdict.Of(PublishedResults.Find(Lora, "simple_average")!, task, new((double)correct / total, correct, total, 0))!.Verdict);

    [Theory]
    [InlineData(0.719984, "equal"), InlineData(0.71998402, "equal"), InlineData(0.72, "within one standard error"), InlineData(0.7101, "within one standard error"), InlineData(0.69, "off")]
    public void Verdict_of_a_correlation_follows_the_distance(double rho, string verdict) =>
        Assert.Equal(verdict, PublishedVerdict.Of(PublishedResults.Find(Lora, "simple_average")!, "stsb", new(rho, 0, 1500, 0))!.Verdict);

    [Theory]
    [InlineData(652, "equal"), InlineData(653, "within 2 counts")]
    public void Verdict_of_a_printed_percentage_allows_for_its_rounding(int correct, string verdict) =>
        Assert.Equal(verdict, PublishedVerdict.Of(PublishedResults.Find(Full, "simple_average")!, "cola", new(correct / 1043.0 * 721 / 652, correct + 69, 1043, 0))!.Verdict);

    [Fact]
    public void Leaderboard_of_a_known_pool_shows_what_was_published_and_what_the_page_gets_wrong()
    {

        string markdown = LeaderboardMarkdown.Write(new("mine", "run", [s_rte], [s_row], new JsonObject { ["model_pool"] = Lora }));
        string other = LeaderboardMarkdown.Write(new("mine", "run", [s_rte], [s_row], new JsonObject { ["model_pool"] = "written out" }));

        Assert.Contains("| published      | 80.5            |", markdown, StringComparison.Ordinal);
        Assert.Contains("| difference     | -0.4 (-1)       |", markdown, StringComparison.Ordinal);
        Assert.Contains("| verdict        | within 2 counts |", markdown, StringComparison.Ordinal);
        Assert.Contains("the page prints 90.5 for rte, which must be 80.5", markdown, StringComparison.Ordinal);
        Assert.Contains("max_length 20", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("ublished", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("output_dtype", "BF16", false), InlineData("output_dtype", "F32", true), InlineData("output_dtype", "as the base", true)]
    [InlineData("precision", "bf16", true), InlineData("max_length", "10", true)]
    public void Row_of_another_stored_type_is_not_the_pages_and_another_precision_is_told(string setting, string value, bool isPublished)
    {
        var leaderboard = new Leaderboard("mine", "run", [s_rte], [s_row], new JsonObject { ["model_pool"] = Lora, [setting] = value });

        Assert.Equal(isPublished, PublishedJson.Of(leaderboard, s_row) is not null);
        Assert.Equal(value == "bf16", PublishedTable.Notes(leaderboard).Any(note => note.Text == "published in f32, measured in bf16"));
    }

    private static JsonObject Defaults(string method) => new(
        MergeMethods.Descriptions.First(description => description.Name == method).Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Default.DeepClone())));
}
