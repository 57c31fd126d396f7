using System.Text.Json.Nodes;
using FusionFunctions.Leaderboards;
using FusionFunctions.Leaderboards.Reports;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Tests.Leaderboards;

/// <summary>FusionBench's reports, written and read.</summary>
public sealed class ReportTests
{
    private static readonly LeaderboardTask[] s_tasks = [new("cola", "CoLA", LeaderboardTask.Accuracy), new("stsb", "STSB", LeaderboardTask.SpearmanRho)];

    [Fact]
    public void Report_has_the_keys_of_FusionBench_in_order_and_all_else_beside_them()
    {
        var report = new FusionBenchReport(247577856, s_tasks, new Dictionary<string, LeaderboardScore> { ["stsb"] = new(double.NaN, 1, 8, 2), ["cola"] = new(0.75, 6, 8, 0) })
        {
            Details = new JsonObject { ["method"] = "dummy" },
        };

        Assert.Equal(
            """{"model_info":{"trainable_params":247577856,"all_params":247577856,"trainable_percentage":1},"cola":{"accuracy":0.75},"stsb":{"spearman_rho":null}}""",
            report.ToFusionBench().ToJsonString());
        var own = report.ToJson()[FusionBenchReport.Sibling]!.AsObject();
        own.Remove("version");
        Assert.Equal(
            """{"average":null,"tasks":{"cola":{"correct":6,"total":8,"invalid":0,"standard_error":0.15309310892394862,"dataset_digest":null},"stsb":{"correct":1,"total":8,"invalid":2,"standard_error":null,"dataset_digest":null}},"method":"dummy"}""",
            own.ToJsonString());
    }

    [Fact]
    public void Sweep_of_one_method_becomes_the_pages_sweep_table()
    {
        var table = ReportTable.Of([Report("b", "ties_merging", 0.3, 0.7, 0.2), Report("a", "ties_merging", 0.1, 0.6, 0.9), Report("c", "ties_merging", 1, 0.65125, null)], s_tasks);

        Assert.Equal(
            """
            | scaling_coef | glue-cola | glue-stsb | Average  |
            | ------------ | --------- | --------- | -------- |
            | 0.1          | 60.0      | **90.0**  | **75.0** |
            | 0.3          | **70.0**  | 20.0      | 45.0     |
            | 1.0          | 65.1      | n/a       | n/a      |

            """,
            TableFormat.Write(table, "md"));
        Assert.Equal("scaling_coef,glue-cola,glue-stsb,Average\n0.1,60.0,90.0,75.0\n0.3,70.0,20.0,45.0\n1.0,65.1,n/a,n/a\n", TableFormat.Write(table, "csv"));
        Assert.EndsWith(""",{"scaling_coef":1,"glue-cola":65.125,"glue-stsb":null,"Average":null}]""" + "\n", TableFormat.Write(table, "json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Factors_that_are_no_numbers_make_no_sweep()
    {
        ReportScores Of(string name) => Report(name, "ties_merging", null, 0.5, 0.5) with { Parameters = new JsonObject { ["scaling_factor"] = name } };

        Assert.Equal(["a", "b"], ReportTable.Of([Of("a"), Of("b")], s_tasks).Lines.Select(line => line[0].Text));
    }

    [Fact]
    public void Fine_tuned_models_have_their_own_task_in_bold()
    {
        var table = ReportTable.Of([Report("pretrained", "pretrained", null, 0.9, 0.9), Report("glue-cola", "pretrained", null, 0.8, 0.1), Report("glue-stsb", "pretrained", null, 0.2, 0.7)], s_tasks);

        Assert.Equal(["Model", "CoLA", "STSB", "Average"], table.Header);
        Assert.Equal(["80.0", "70.0"], table.Lines.SelectMany(line => line).Where(cell => cell.IsBold).Select(cell => cell.Text));
    }

    [Fact]
    public void Report_of_FusionBench_itself_is_read_NaN_included()
    {
        var report = ReportScores.Read("""{"model_info": {"trainable_params": 1, "all_params": 1, "trainable_percentage": 1.0}, "cola": {"accuracy": 0.5}, "stsb": {"spearman_rho": NaN},"fusion_functions":{"method":"\"NaN"}}""", "out/mine.json");

        Assert.Equal(("mine", "\"NaN"), (report.Name, report.Method));
        Assert.Equal([0.5, null], report.Values.Values);
    }

    [Theory]
    [InlineData("[]", "mine.json: not a report")]
    [InlineData("{", "mine.json: not a report")]
    [InlineData("""{"model_info": {}}""", "mine.json: the report has no scores")]
    [InlineData("""{"cola": {"accuracy": "high"}}""", "mine.json: 'cola' is not a number")]
    public void File_that_is_no_report_is_refused_by_name(string json, string why) =>
        Assert.Contains(why, Assert.Throws<LeaderboardException>(() => ReportScores.Read(json, "mine.json")).Message, StringComparison.Ordinal);

    private static ReportScores Report(string name, string method, double? factor, double cola, double? rho) => new(
        name, method, factor is null ? [] : new JsonObject { ["scaling_factor"] = factor }, new Dictionary<string, double?> { ["cola"] = cola, ["stsb"] = rho });
}
