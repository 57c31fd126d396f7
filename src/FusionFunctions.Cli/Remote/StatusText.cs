using System.Globalization;
using FusionFunctions.Cli.Display;
using FusionFunctions.Http.Runs;

namespace FusionFunctions.Cli.Remote;

/// <summary>Runs of a deployment in words.</summary>
internal static class StatusText
{
    public static IEnumerable<string> Of(IReadOnlyList<RunInfo> runs) => runs.Count == 0
        ? ["No runs."]
        : Columns.Align([["run", "phase", "examples"], .. runs.Select(run => new[] { run.Id, run.Phase.ToString(), Examples(run) })], texts: 2);

    public static IEnumerable<string> Of(RunInfo run)
    {
        yield return $"Run:          {run.Id}";
        yield return $"Phase:        {run.Phase}";
        if (run.Error is { } error)
            yield return $"Error:        {error}";
        if (run.Progress is { } status && !run.HasEnded)
        {
            yield return $"Stage:        {ProgressText.Stage(status)}";
            yield return string.Create(CultureInfo.InvariantCulture, $"Done:         {status.MergesDone}/{status.Merges} merged, {Examples(run)} examples");
            if (status.EstimatedEnd is { } end)
                yield return string.Create(CultureInfo.InvariantCulture, $"Expected end: {end:yyyy-MM-dd HH:mm:ss} UTC");
        }
        if (run.Progress is { Scores.Count: > 0 } scored)
        {
            yield return "Average scores so far:";
            var lines = scored.Scores.Select(model => new[] { model.Model, model.Average?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-" });
            foreach (string line in Columns.Align([.. lines], texts: 1, indent: 2))
                yield return line;
        }
        if (run.Result is { } result)
        {
            yield return $"Leaderboard:  {result.Leaderboard}";
            foreach (string warning in result.Warnings)
                yield return $"Warning:      {warning}";
            foreach (var failure in result.Failures)
                yield return $"Failed:       {failure.Row}: {failure.Failure.Reason}";
        }
    }

    private static string Examples(RunInfo run) => run switch
    {
        { Result: { } result } => string.Create(CultureInfo.InvariantCulture, $"{result.Rows.Done + result.Rows.Reused:N0}"),
        { Progress: { } status } => string.Create(CultureInfo.InvariantCulture, $"{status.RowsDone:N0}/{status.Rows:N0}"),
        _ => "-",
    };
}
