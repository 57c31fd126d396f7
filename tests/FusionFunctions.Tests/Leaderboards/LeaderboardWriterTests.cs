using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Leaderboards;

namespace FusionFunctions.Tests.Leaderboards;

public sealed class LeaderboardWriterTests
{
    private static readonly string[] s_awkward = ["", "a|b", "**x**", "<b>&", "a\r\nb", "\"q\", r", "`c`", "λ=0.3", "_x_"];

    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Int[0, s_awkward.Length - 1].Select(i => s_awkward[i]), Gen.String[Gen.Char[' ', '~'], 0, 12]);

    private static readonly Gen<LeaderboardScore?> s_score = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Double[0, 1], Gen.Int[0, 1000], Gen.Int[0, 1000],
        (present, defined, value, correct, invalid) => present ? new LeaderboardScore(defined ? value : null, correct, 1000, invalid) : null);

    private static readonly Gen<LeaderboardRow> s_row = Gen.Select(
        s_text, Gen.Enum<RowGroup>(), s_text, s_text, s_score, s_score, Gen.Bool,
        (name, group, method, value, first, second, failed) => new LeaderboardRow(
            name, group, method, new JsonObject { ["p"] = value },
            new[] { ("a", first), ("b", second) }.Where(score => score.Item2 is not null).ToDictionary(score => score.Item1, score => score.Item2!),
            new Dictionary<string, string> { ["z"] = value, ["model"] = name }, group == RowGroup.Individual ? "a" : null, failed ? value : null)
        {
            Devices = failed ? [] : first is null ? ["cpu"] : ["cpu", "cuda"],
        });

    private static readonly Gen<Leaderboard> s_leaderboards = Gen.Select(s_text, s_text, s_row.Array[0, 6], (experiment, title, rows) => new Leaderboard(
        experiment, "run", [new("a", title, LeaderboardTask.Accuracy), new("b", "B", LeaderboardTask.SpearmanRho, "d")], rows, new JsonObject { ["s"] = title }));

    [Fact]
    public void Json_read_back_writes_the_same_bytes() =>
        s_leaderboards.Sample(leaderboard =>
        {
            string json = LeaderboardJson.Write(leaderboard);
            var read = LeaderboardJsonReader.Read(json, "leaderboard.json");
            Assert.Equal(json, LeaderboardJson.Write(read));
            Assert.Equal(LeaderboardMarkdown.Write(leaderboard), LeaderboardMarkdown.Write(read));
            Assert.Equal(LeaderboardCsv.Write(leaderboard), LeaderboardCsv.Write(read));
        });

    [Fact]
    public void Csv_parses_back_to_names_averages_and_errors() =>
        s_leaderboards.Sample(leaderboard =>
        {
            var lines = Parse(LeaderboardCsv.Write(leaderboard));
            Assert.Equal(leaderboard.Rows.Count + 1, lines.Count);
            Assert.All(lines, line => Assert.Equal(lines[0].Count, line.Count));
            foreach (var (row, line) in leaderboard.Rows.Zip(lines.Skip(1)))
            {
                Assert.Equal([RowGroupTitle.Of(row.Group), row.Name, row.Method], line[..3]);
                Assert.Equal(leaderboard.AverageOf(row), line[4].Length == 0 ? null : double.Parse(line[4]));
                Assert.Equal(row.Error ?? "", line[^1]);
            }
        });

    [Fact]
    public void Markdown_tables_stay_tables_whatever_the_names_hold() =>
        s_leaderboards.Sample(leaderboard =>
        {
            string markdown = LeaderboardMarkdown.Write(leaderboard);
            Assert.DoesNotContain('<', markdown);
            Assert.DoesNotContain('\r', markdown);
            string[][] tables = [.. markdown.Split("\n\n").Where(block => block.StartsWith("| ", StringComparison.Ordinal)).Select(block => block.TrimEnd('\n').Split('\n'))];
            Assert.NotEmpty(tables);
            Assert.All(tables, table => Assert.Single(table.Select(Bars).Distinct()));
        });

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"experiment": 1, "run": "r", "tasks": [], "rows": [], "columns": {}, "settings": {}}""")]
    [InlineData("""{"experiment": "e", "run": "r", "tasks": ["a"], "rows": [], "columns": {}, "settings": {}}""")]
    [InlineData("""{"experiment": "e", "run": "r", "tasks": [], "rows": [null], "columns": {}, "settings": {}}""")]
    [InlineData("""{"experiment": "e", "run": "r", "tasks": [], "rows": [{"group": "?", "scores": {}}], "columns": {}, "settings": {}}""")]
    [InlineData("""{"experiment": "e", "experiment": "e", "run": "r", "tasks": [], "rows": [], "columns": {}, "settings": {}}""")]
    public void Read_what_is_no_leaderboard_names_the_file(string json)
    {
        var e = Assert.Throws<LeaderboardException>(() => LeaderboardJsonReader.Read(json, "some.json"));
        Assert.Contains("some.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_scores_have_the_documented_shape()
    {
        using var json = JsonDocument.Parse(LeaderboardJson.Write(PageNumbers.Leaderboard));
        var scores = json.RootElement.GetProperty("rows")[5].GetProperty("scores");
        Assert.Equal(["accuracy", "correct", "total", "invalid", "standard_error"], scores.GetProperty("cola").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["spearman_rho", "correct", "total", "invalid"], scores.GetProperty("stsb").EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Null, scores.GetProperty("stsb").GetProperty("spearman_rho").ValueKind);
        Assert.Equal("cola", json.RootElement.GetProperty("tasks")[0].GetString());
    }

    private static int Bars(string line) => line.Where((c, i) => c == '|' && (i == 0 || line[i - 1] != '\\')).Count();

    private static List<List<string>> Parse(string csv)
    {
        var lines = new List<List<string>> { new() };
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (quoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is ',' or '\n')
            {
                lines[^1].Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                    lines.Add([]);
            }
            else
                cell.Append(c);
        }
        return lines[..^1];
    }
}
