using System.Globalization;
using System.Text.Json;
using FusionFunctions.Cli.Display;
using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Plan;

/// <summary>The plan of a run, for <c>fusion plan</c> and <c>fusion run --dry-run</c>; nothing is read but the experiment file.</summary>
internal static class PlanText
{
    public static void Print(ExperimentRun run, IBlobStore store)
    {
        var (experiment, tasks) = (run.Experiment, run.Experiment.TaskPool.Tasks);
        Console.WriteLine($"Run:         {run.Name}");
        Console.WriteLine($"Store:       {store.Name}");
        Console.WriteLine($"Model pool:  {experiment.ModelPool.Name ?? "written out"}");
        foreach (var model in experiment.ModelPool.Models)
            Console.WriteLine($"  {model.Name}: {model.Checkpoint}{(model.Adapter is null ? "" : $" with adapter {model.Adapter}")}");
        Console.WriteLine($"Baselines:   {(experiment.Baselines.Count == 0 ? "none" : string.Join(", ", experiment.Baselines.Select(NameOf)))}");
        string[] labels = [.. experiment.Methods.SelectMany(MergeLabels.Of).Distinct()];
        Console.WriteLine($"Merges:      {labels.Length}{(experiment.OutputDType is null ? "" : $", written as {experiment.OutputDType}")}");
        foreach (string label in labels)
            Console.WriteLine($"  {label}");
        Console.WriteLine($"Tasks:       {tasks.Count}, at most {experiment.TaskPool.MaxLength} decoder tokens");
        foreach (var task in tasks)
            Console.WriteLine($"  {task.Name}: {task.Dataset ?? $"hub, split {task.Split ?? GlueTasks.Find(task.Name).Split}"}{Limit(task)}");
        int evaluations = labels.Length * tasks.Count + BaselineTasks.Of(experiment).Sum(baseline => baseline.Tasks.Count);
        Console.WriteLine($"Evaluations: {evaluations} (a model on a task)");
        Console.WriteLine($"Leaderboard: {StorePath.Text(store, LeaderboardFile.Of(BlobLayout.Leaderboard(experiment.Name, run.Name), "md").Value)}");
    }

    // As experiment files write it.
    private static string NameOf(Baseline baseline) => JsonNamingPolicy.SnakeCaseLower.ConvertName(baseline.ToString());

    private static string Limit(TaskSpec task) =>
        task.Limit is { } rows ? string.Create(CultureInfo.InvariantCulture, $", first {rows} rows") : "";
}
