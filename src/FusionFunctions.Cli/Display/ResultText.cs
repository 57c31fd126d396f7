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
        string path = StorePath.Text(store, LeaderboardFile.Of(result.Leaderboard, "md").Value);
        Print(result, LeaderboardJsonReader.Read(json, path), $"{path} (and .json, .csv)");
    }

    /// <param name="result">The run's.</param>
    /// <param name="leaderboard">Its table is printed, and that of the individual models if there are any.</param>
    /// <param name="place">Where the whole of it is found.</param>
    public static void Print(RunResult result, Leaderboard leaderboard, string place)
    {
        foreach (string warning in result.Warnings)
            Failure.Warn(warning);
        Console.WriteLine();
        if (MainTable.Of(leaderboard) is { Lines.Count: > 0 } main)
            Print(main);
        if (IndividualTable.Of(leaderboard) is { } individuals)
        {
            Console.WriteLine(individuals.Title);
            Print(individuals);
        }
        Console.WriteLine(Work(result));
        Console.WriteLine($"Leaderboard: {place}");
        foreach (var failure in result.Failures)
            Failure.Print($"{failure.Row}: {failure.Failure.Reason}");
    }

    private static void Print(LeaderboardTable table)
    {
        foreach (string line in TableText.Lines(table))
            Console.WriteLine(line);
        Console.WriteLine();
    }

    private static string Work(RunResult result) => result switch
    {
        { Merges.Done: 0, Rows.Done: 0, Failures.Count: 0 } =>
            $"Nothing to merge and nothing to evaluate: {Counted.Text(result.Merges.Reused, "merge")} and the scores of {Counted.Text(result.Rows.Reused, "example")} were there already.",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"Merged {Counted.Text(result.Merges.Done, "checkpoint")} ({result.Merges.Reused} were there already), "
            + $"evaluated {Counted.Text(result.Rows.Done, "example")} ({result.Rows.Reused:N0} were there already)."),
    };
}
