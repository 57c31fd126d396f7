using System.Globalization;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Display;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    private const double Megabyte = 1e6;

    public static string Stage(RunStatus status) => status.Stage switch
    {
        RunStage.Fetching => "Fetching checkpoints and data sets",
        RunStage.Planning => "Planning merges",
        RunStage.Running => $"Merging {Counted.Text(status.Merges, "checkpoint")}{(status.Rows > 0 ? $", evaluating {Counted.Text(status.Rows, "example")}" : "")}",
        _ => "Writing the leaderboard",
    };

    public static string Work(RunTracker tracker) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {tracker.Status.MergesDone}/{tracker.Status.Merges} merged{Merging(tracker)}{Examples(tracker)}");

    /// <summary>The method that is being merged and its share; empty where none is.</summary>
    public static string Merging(RunTracker tracker) =>
        tracker.Merging is var (method, share) ? string.Create(CultureInfo.InvariantCulture, $", {method} {share:P0}") : "";

    /// <summary>The newest download in words, or why it waits; null where there is none.</summary>
    public static string? Download(RunTracker tracker) => tracker.Wait is { } wait ? $"  {TerminalText.Plain(wait.ToString())}" : tracker.Download switch
    {
        null => null,
        { Trouble: { } trouble } download => $"  {download.Repository}/{download.File}: {trouble}",
        var download => string.Create(
            CultureInfo.InvariantCulture,
            $"  {download.Repository}/{download.File}: {download.Received / Megabyte:N1} of {download.Size / Megabyte:N1} MB"),
    };

    /// <summary>Examples a second, where they are answered here, and the time left; empty before the first answer.</summary>
    public static string Speed(RunTracker tracker) => tracker switch
    {
        { TimeLeft: null } => "",
        { ExamplesPerSecond: { } rate, TimeLeft: { } left } => string.Create(CultureInfo.InvariantCulture, $", {rate:N0} examples/s, {Duration(left)} left"),
        { TimeLeft: { } left } => $", {Duration(left)} left",
    };

    private static string Examples(RunTracker tracker) => tracker.Status.Rows == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $", {tracker.RowsDone:N0}/{tracker.Status.Rows:N0} examples{Speed(tracker)}");

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
            : string.Create(CultureInfo.InvariantCulture, $"{time:m\\:ss}");
}
