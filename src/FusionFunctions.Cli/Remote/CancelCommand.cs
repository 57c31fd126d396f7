using System.CommandLine;

namespace FusionFunctions.Cli.Remote;

/// <summary><c>fusion cancel RUN</c></summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run's name, as 'fusion submit' prints it." };
        var server = new ServerChoice();
        var command = new Command("cancel", "Stop a run of a deployment and withdraw its compute requests. What it made stays.") { run };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Open(parsed);
            string name = parsed.GetValue(run)!;
            await client.CancelAsync(name, cancellationToken);
            Console.WriteLine($"Cancelled run {name}");
            return ExitCode.Done;
        });
        return command;
    }
}
