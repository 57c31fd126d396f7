using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards;

/// <summary>Reads what <see cref="LeaderboardJson"/> wrote; unknown keys are ignored.</summary>
public static class LeaderboardJsonReader
{
    /// <param name="json">The text of a leaderboard.json.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <exception cref="LeaderboardException">It is not a leaderboard.</exception>
    public static Leaderboard Read(string json, string name)
    {
        try
        {
            var root = JsonNode.Parse(json) ?? throw new JsonException("null where an object is expected");
            var columns = Member(root, "columns");
            LeaderboardTask[] tasks = [.. Member(root, "tasks").AsArray().Select(task => Task(Text(task), Member(columns, Text(task))))];
            return new(
                Text(root["experiment"]),
                Text(root["run"]),
                tasks,
                [.. Member(root, "rows").AsArray().Select(row => Row(tasks, row ?? throw new JsonException("null where a row is expected")))],
                Copy(root, "settings"));
        }
        // What the node API throws where a value has another type, a key comes twice, or a number does not fit.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new LeaderboardException($"{name}: not a leaderboard ({e.Message}); delete it and run the experiment again.", e);
        }
    }

    private static LeaderboardTask Task(string name, JsonNode column) =>
        new(name, Text(column["title"]), Text(column["metric"]), (string?)column["dataset_digest"]);

    private static LeaderboardRow Row(LeaderboardTask[] tasks, JsonNode row)
    {
        var scores = Member(row, "scores");
        return new(
            Text(row["name"]),
            RowGroupTitle.Find((string?)row["group"]) ?? throw new JsonException($"unknown group '{row["group"]}'"),
            Text(row["method"]),
            Copy(row, "parameters"),
            tasks.Where(task => scores[task.Name] is not null).ToDictionary(task => task.Name, task => Score(task, scores[task.Name]!)),
            Member(row, "digests").AsObject().ToDictionary(digest => digest.Key, digest => Text(digest.Value)),
            (string?)row["own_task"],
            (string?)row["error"])
        {
            Devices = row["devices"] is { } devices ? [.. devices.AsArray().Select(Text)] : [],
        };
    }

    private static LeaderboardScore Score(LeaderboardTask task, JsonNode score) =>
        new((double?)score[task.Metric], Count(score, "correct"), Count(score, "total"), Count(score, "invalid"));

    private static int Count(JsonNode score, string name) => Member(score, name).GetValue<int>();

    private static string Text(JsonNode? value) => (value ?? throw new JsonException("a text is missing")).GetValue<string>();

    private static JsonObject Copy(JsonNode parent, string name) => Member(parent, name).DeepClone().AsObject();

    private static JsonNode Member(JsonNode parent, string name) => parent[name] ?? throw new JsonException($"'{name}' is missing");
}
