using System.Globalization;
using FusionFunctions.Leaderboards;
using FusionFunctions.Leaderboards.Tables;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Display;

/// <summary>What a finished run leaves on the screen: warnings, the table, what was done, where the files are.</summary>
internal static class ResultText
{
    public static async Task PrintAsync(RunResult result, IBlobStore store, CancellationToken cancellationToken)
    {
        string json = await LeaderboardFile.ReadAsync(store, LeaderboardFile.Of(result.Leaderboard, "json"), cancellationToken);
        Print(result, json, StorePath.Text(store, LeaderboardFile.Of(result.Leaderboard, "md").Value));
    }

    /// <param name="result">The run's.</param>
    /// <param name="json">The leaderboard.</param>
    /// <param name="place">Where its Markdown form is found.</param>
    public static void Print(RunResult result, string json, string place)
    {
        foreach (string warning in result.Warnings)
            Failure.Warn(warning);
        Console.WriteLine();
        foreach (string line in TableText.Lines(MainTable.Of(LeaderboardJsonReader.Read(json, place))))
            Console.WriteLine(line);
        Console.WriteLine();
        Console.WriteLine(Work(result));
        Console.WriteLine($"Leaderboard: {place} (and .json, .csv)");
        foreach (var failure in result.Failures)
            Failure.Print($"{failure.Row}: {failure.Failure.Reason}");
    }

    private static string Work(RunResult result) => result switch
    {
        { Merges.Done: 0, Rows.Done: 0, Failures.Count: 0 } => string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing to merge and nothing to evaluate: {result.Merges.Reused} merges and the scores of {result.Rows.Reused:N0} examples were there already."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"Merged {result.Merges.Done} checkpoints ({result.Merges.Reused} were there already), evaluated {result.Rows.Done:N0} examples ({result.Rows.Reused:N0} were there already)."),
    };
}
