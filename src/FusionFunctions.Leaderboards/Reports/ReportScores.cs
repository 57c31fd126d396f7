using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FusionFunctions.Leaderboards.Reports;

/// <summary>What a report file says, FusionBench's or ours.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Method">How the model was made; null where the report does not say.</param>
/// <param name="Parameters">Of the method.</param>
/// <param name="Values">Accuracy or rho by task as a fraction; null where it is not defined.</param>
public sealed record ReportScores(string Name, string? Method, JsonObject Parameters, IReadOnlyDictionary<string, double?> Values)
{
    private static readonly Regex s_textOrNaN = new("""
        "(?:[^"\\]|\\.)*"|NaN
        """, RegexOptions.NonBacktracking);

    /// <param name="json">The file's content.</param>
    /// <param name="fileName">For messages; names the row.</param>
    /// <exception cref="LeaderboardException">It is not a report with scores.</exception>
    public static ReportScores Read(string json, string fileName)
    {
        JsonObject report;
        try
        {
            // FusionBench writes NaN, which is no JSON, for predictions that are all the same.
            report = JsonNode.Parse(s_textOrNaN.Replace(json, match => match.Value[0] == '"' ? match.Value : "null"), documentOptions: new() { MaxDepth = 32, AllowDuplicateProperties = false }) as JsonObject
                ?? throw new JsonException("it is no object");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new LeaderboardException($"{fileName}: not a report: {e.Message}", e);
        }
        var values = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var (task, score) in report)
            if (score is JsonObject map && (map.ContainsKey(LeaderboardTask.Accuracy) || map.ContainsKey(LeaderboardTask.SpearmanRho)))
                values[task] = Number(map[LeaderboardTask.Accuracy] ?? map[LeaderboardTask.SpearmanRho], $"{fileName}: '{task}'");
        if (values.Count == 0)
            throw new LeaderboardException($"{fileName}: the report has no scores. Give the report of a model that was evaluated.");
        var own = report[FusionBenchReport.Sibling] as JsonObject;
        return new(
            Path.GetFileNameWithoutExtension(fileName),
            own?["method"] is JsonValue method && method.TryGetValue(out string? name) ? name : null,
            own?["parameters"] is JsonObject parameters ? parameters.DeepClone().AsObject() : [],
            values);
    }

    private static double? Number(JsonNode? node, string place) =>
        node is null ? null
        : node is JsonValue value && value.TryGetValue(out double number) ? number
        : throw new LeaderboardException($"{place} is not a number.");
}
