using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Merging.Recipes;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Pipeline.Leaderboards;

/// <summary>A run's leaderboard. It holds no clock and no machine, so that the same results give the same bytes.</summary>
internal static class LeaderboardOf
{
    public static Leaderboard Run(ExperimentRun run, FetchedInputs inputs, IReadOnlyList<LeaderboardRow> rows) => new(
        run.Experiment.Name, run.Name, [.. inputs.Datasets.Select(dataset => TaskScores.Column(GlueTasks.Find(dataset.Task), dataset.Digest))], rows, Settings(run.Experiment, inputs, rows));

    private static JsonObject Settings(Experiment experiment, FetchedInputs inputs, IReadOnlyList<LeaderboardRow> rows) => new()
    {
        ["model_pool"] = experiment.ModelPool.Name ?? "written out",
        ["task_pool"] = experiment.TaskPool.Name ?? "written out",
        ["max_length"] = experiment.TaskPool.MaxLength,
        ["decoding"] = "greedy",
        ["precision"] = PrecisionName.Of(experiment.Precision),
        ["device"] = Devices(rows),
        ["limits"] = Limits(experiment),
        ["output_dtype"] = experiment.OutputDType ?? "as the base",
        ["tokenizer"] = inputs.Tokenizer?.Digest ?? "none",
        ["merge_step_version"] = MergeRecipe.StepVersion,
        ["evaluation_step_version"] = EvaluationRecipe.StepVersion,
    };

    private static string Devices(IReadOnlyList<LeaderboardRow> rows) =>
        rows.SelectMany(row => row.Devices).Distinct().Order(StringComparer.Ordinal).ToList() is { Count: > 0 } devices ? string.Join(", ", devices) : "none";

    private static JsonNode Limits(Experiment experiment)
    {
        var limited = experiment.TaskPool.Tasks.Where(task => task.Limit is not null).ToList();
        return limited.Count == 0
            ? JsonValue.Create("none")
            : new JsonObject(limited.Select(task => KeyValuePair.Create(task.Name, (JsonNode?)JsonValue.Create(task.Limit))));
    }
}
