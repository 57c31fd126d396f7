using System.Reflection;
using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards.Reports;

/// <summary>
/// FusionBench's report of one model: <c>model_info</c>, then the tasks in order with their fractions; and beside them
/// <c>fusion_functions</c>, what else is known. Source: FusionBench's compat/taskpool/flan_t5_glue_text_generation.py.
/// </summary>
/// <param name="Parameters">Of the model, tied ones once; all can be trained.</param>
/// <param name="Tasks">Those that were asked for, in order.</param>
/// <param name="Scores">By task; a task that is missing is not there yet, or failed.</param>
public sealed record FusionBenchReport(long Parameters, IReadOnlyList<LeaderboardTask> Tasks, IReadOnlyDictionary<string, LeaderboardScore> Scores)
{
    /// <summary>The key of what FusionBench's reports do not have.</summary>
    public const string Sibling = "fusion_functions";

    public const string ModelInfo = "model_info";

    /// <summary>What the model was made of and how, as JSON.</summary>
    public JsonObject Details { get; init; } = [];

    /// <summary>FusionBench's part, which it prints.</summary>
    public JsonObject ToFusionBench()
    {
        var report = new JsonObject
        {
            [ModelInfo] = new JsonObject { ["trainable_params"] = Parameters, ["all_params"] = Parameters, ["trainable_percentage"] = 1.0 },
        };
        foreach (var task in Tasks)
            if (Scores.TryGetValue(task.Name, out var score))
                report[task.Name] = new JsonObject { [task.Metric] = score.Value };
        return report;
    }

    /// <summary>All of it. No NaN ever appears.</summary>
    public JsonObject ToJson()
    {
        var report = ToFusionBench();
        var own = new JsonObject { ["average"] = Average, ["tasks"] = new JsonObject(Tasks.Select(task => KeyValuePair.Create(task.Name, (JsonNode?)Score(task)))) };
        foreach (var (key, value) in Details)
            own[key] = value?.DeepClone();
        own["version"] = typeof(FusionBenchReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        report[Sibling] = own;
        return report;
    }

    private double? Average => TaskAverage.Percent([.. Tasks.Select(task => Scores.GetValueOrDefault(task.Name)?.Value)]);

    private JsonObject? Score(LeaderboardTask task) => Scores.TryGetValue(task.Name, out var score)
        ? new JsonObject
        {
            ["correct"] = score.Correct,
            ["total"] = score.Total,
            ["invalid"] = score.Invalid,
            ["standard_error"] = task.Metric == LeaderboardTask.Accuracy ? score.ProportionStandardError : null,
            ["dataset_digest"] = task.DatasetDigest,
        }
        : null;
}
