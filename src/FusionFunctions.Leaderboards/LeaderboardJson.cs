using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using FusionFunctions.Leaderboards.Published;

namespace FusionFunctions.Leaderboards;

/// <summary>The leaderboard as JSON, the form that programs read. Equal leaderboards give equal bytes; no NaN ever appears.</summary>
public static class LeaderboardJson
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Write(Leaderboard leaderboard) => new JsonObject
    {
        ["experiment"] = leaderboard.Experiment,
        ["run"] = leaderboard.Run,
        ["tasks"] = new JsonArray([.. leaderboard.Tasks.Select(task => JsonValue.Create(task.Name))]),
        ["rows"] = new JsonArray([.. leaderboard.Rows.Select(row => Row(leaderboard, row))]),
        ["columns"] = Object(leaderboard.Tasks, task => task.Name, Column),
        ["settings"] = leaderboard.Settings.DeepClone(),
    }.ToJsonString(s_indented) + "\n";

    private static JsonObject Row(Leaderboard leaderboard, LeaderboardRow row)
    {
        var json = new JsonObject
        {
            ["name"] = row.Name,
            ["group"] = RowGroupTitle.Of(row.Group),
            ["method"] = row.Method,
            ["parameters"] = row.Parameters.DeepClone(),
            ["average"] = leaderboard.AverageOf(row),
            ["scores"] = Object(leaderboard.Tasks.Where(task => row.ScoreOn(task) is not null), task => task.Name, task => Score(task, row.ScoreOn(task)!)),
            ["digests"] = Object(row.Digests.OrderBy(digest => digest.Key, StringComparer.Ordinal), digest => digest.Key, digest => digest.Value),
        };
        if (row.Devices.Count > 0)
            json["devices"] = new JsonArray([.. row.Devices.Select(device => JsonValue.Create(device))]);
        if (row.OwnTask is not null)
            json["own_task"] = row.OwnTask;
        if (row.Error is not null)
            json["error"] = row.Error;
        if (PublishedJson.Of(leaderboard, row) is { } published)
            json["published"] = published;
        return json;
    }

    private static JsonObject Score(LeaderboardTask task, LeaderboardScore score)
    {
        var json = new JsonObject
        {
            [task.Metric] = score.Value,
            ["correct"] = score.Correct,
            ["total"] = score.Total,
            ["invalid"] = score.Invalid,
        };
        if (task.Metric == LeaderboardTask.Accuracy)
            json["standard_error"] = score.ProportionStandardError;
        return json;
    }

    private static JsonObject Column(LeaderboardTask task) =>
        new() { ["title"] = task.Title, ["metric"] = task.Metric, ["dataset_digest"] = task.DatasetDigest };

    private static JsonObject Object<T>(IEnumerable<T> entries, Func<T, string> name, Func<T, JsonNode?> value) =>
        new(entries.Select(entry => KeyValuePair.Create(name(entry), value(entry))));
}
