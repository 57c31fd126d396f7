using System.CommandLine;

namespace FusionFunctions.Cli.Remote;

/// <summary><c>fusion watch RUN</c></summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run's name, as 'fusion submit' prints it." };
        var server = new ServerChoice();
        var command = new Command("watch", "Follow a run of a deployment to its leaderboard. Stopped, the run goes on.") { run };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Open(parsed);
            return await RunWatch.UntilEndAsync(client, parsed.GetValue(run)!, server.Given(parsed), cancellationToken);
        });
        return command;
    }
}
