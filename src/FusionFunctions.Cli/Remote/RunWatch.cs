using FusionFunctions.Cli.Display;
using FusionFunctions.Cli.Run;
using FusionFunctions.Http.Runs;
using FusionFunctions.Leaderboards;

namespace FusionFunctions.Cli.Remote;

/// <summary>Follows a run until it ends, and prints what 'fusion run' would.</summary>
internal static class RunWatch
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <summary>How long a server may be away while a run of it goes on: long enough for a new deployment.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <param name="server">Where it runs.</param>
    /// <param name="name">The run's.</param>
    /// <param name="options">Of this command's line, those that say which server.</param>
    /// <param name="cancellationToken">Stops the watching, not the run.</param>
    public static async Task<int> UntilEndAsync(ApiClient server, string name, string options, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowAsync(server, name, options, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"Stopped watching. Run {name} goes on; stop it with: fusion cancel {name}{options}");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> FollowAsync(ApiClient server, string name, string options, CancellationToken cancellationToken)
    {
        // The first answer tells whether there is such a run at all.
        var run = await server.StatusAsync(name, cancellationToken);
        var tracker = new RunTracker();
        await using (RunDisplay.Start(tracker))
            while (!run.HasEnded)
            {
                if (run.Progress is { } progress)
                    tracker.Show(progress);
                await Task.Delay(s_pause, cancellationToken);
                run = await LookAsync(server, name, cancellationToken);
            }
        switch (run)
        {
            case { Phase: RunPhase.Completed, Result: { } result }:
                string json = await server.LeaderboardAsync(name, "json", cancellationToken);
                string command = $"fusion leaderboard {name} --url {server.Address}";
                ResultText.Print(result, LeaderboardJsonReader.Read(json, command), $"{command} (also --format json, csv)");
                return RunAction.ExitCodeOf(result);
            case { Phase: RunPhase.Terminated }:
                Failure.Print($"The run {name} was cancelled.");
                return ExitCode.RunFailed;
            default:
                Failure.Print(ProblemText.Short(run.Error ?? $"The run {name} is {run.Phase} and says no more."));
                return ExitCode.RunFailed;
        }
    }

    private static async Task<RunInfo> LookAsync(ApiClient server, string name, CancellationToken cancellationToken)
    {
        long start = Environment.TickCount64;
        while (true)
            try
            {
                return await server.StatusAsync(name, cancellationToken);
            }
            catch (ServerException e) when (e.IsPassing && Environment.TickCount64 - start < s_patience.TotalMilliseconds)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
    }
}
