using System.CommandLine;
using FusionFunctions.Cli.Display;

namespace FusionFunctions.Cli.Remote;

/// <summary><c>fusion status [RUN]</c></summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN") { Description = "The run's name, as 'fusion submit' prints it; without one, all runs.", Arity = ArgumentArity.ZeroOrOne };
        var server = new ServerChoice();
        var command = new Command("status", "Print how far a run of a deployment is.") { run };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Open(parsed);
            var lines = parsed.GetValue(run) is { } name
                ? StatusText.Of(await client.StatusAsync(name, cancellationToken))
                : StatusText.Of(await client.ListAsync(cancellationToken));
            foreach (string line in lines)
                Console.WriteLine(TerminalText.Plain(line));
            return ExitCode.Done;
        });
        return command;
    }
}
