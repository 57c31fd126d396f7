using System.Diagnostics;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Cli.Display;
using FusionFunctions.Cli.Run;
using FusionFunctions.Experiments.Bench;
using FusionFunctions.Leaderboards;
using FusionFunctions.Leaderboards.Published;
using FusionFunctions.Leaderboards.Reports;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Bench;

/// <summary>Runs one job through the pipeline and keeps its report up to date meanwhile.</summary>
internal sealed class BenchRun(BenchJob job, string folder, ComputePlace place, HubFetcher hub, RunTracker tracker)
{
    private readonly ReportFile _file = new(job.ReportPath?.Replace(BenchJob.LogFolder, folder, StringComparison.Ordinal));

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        long parameters = await ModelSize.OfAsync(job.Experiment, hub, place.Store, tracker, cancellationToken);
        var report = new FusionBenchReport(parameters, BenchTasks.Of(job.Experiment), new Dictionary<string, LeaderboardScore>());
        _file.Write(report);
        int exitCode = ExitCode.Done;
        if (job.HasWork)
            (report, exitCode) = await RunAsync(report, watch, cancellationToken);
        Console.WriteLine(ReportFile.Text(report));
        if (_file.Path is { } path)
            Console.WriteLine($"Report: {path}");
        return exitCode;
    }

    private async Task<(FusionBenchReport Report, int ExitCode)> RunAsync(FusionBenchReport report, Stopwatch watch, CancellationToken cancellationToken)
    {
        var run = ExperimentRun.Of(job.Experiment);
        void Keep(ModelEvaluation evaluation) => _file.Write(report with { Scores = TaskScores.Of(evaluation.Tasks) });
        tracker.Scored += Keep;
        try
        {
            var result = await EmbeddedRun.RunAsync(run, place, hub, tracker, cancellationToken);
            foreach (string warning in result.Warnings)
                Failure.Warn(warning);
            foreach (var failure in result.Failures)
                Failure.Print($"{failure.Row}: {failure.Failure.Reason}");
            var leaderboard = await ReadAsync(result, cancellationToken);
            var row = leaderboard.Rows[0];
            report = report with
            {
                Tasks = leaderboard.Tasks,
                Scores = row.Scores,
                Details = await DetailsAsync(leaderboard, row, result, watch, cancellationToken),
            };
            _file.Write(report);
            if (job.MergedModelPath is { } target && row.Group == RowGroup.Merged)
                await MergedModel.CopyAsync(place.Store, BlobLayout.Merge(row.Digests["model"]), target, cancellationToken);
            return (report, RunAction.ExitCodeOf(result));
        }
        finally
        {
            tracker.Scored -= Keep;
        }
    }

    private async Task<JsonObject> DetailsAsync(
        Leaderboard leaderboard, LeaderboardRow row, RunResult result, Stopwatch watch, CancellationToken cancellationToken)
    {
        var merged = row.Group == RowGroup.Merged
            ? await MergedCheckpoint.FindAsync(place.Store, BlobLayout.Merge(row.Digests["model"]), cancellationToken)
            : null;
        return new()
        {
            ["method"] = row.Method,
            ["parameters"] = row.Parameters.DeepClone(),
            ["settings"] = leaderboard.Settings.DeepClone(),
            ["model_digest"] = row.Digests["model"],
            ["inputs"] = merged?.Recipe["inputs"]?.DeepClone(),
            ["merge"] = merged?.Report.DeepClone(),
            ["leaderboard"] = result.Leaderboard,
            ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 3),
            ["error"] = row.Error,
            ["published"] = PublishedJson.Of(leaderboard, row),
        };
    }

    private async Task<Leaderboard> ReadAsync(RunResult result, CancellationToken cancellationToken)
    {
        var file = LeaderboardFile.Of(result.Leaderboard, "json");
        return LeaderboardJsonReader.Read(await LeaderboardFile.ReadAsync(place.Store, file, cancellationToken), file.Value);
    }
}
