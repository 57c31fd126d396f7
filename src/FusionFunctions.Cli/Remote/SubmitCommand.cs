using System.CommandLine;
using FusionFunctions.Cli.Run;

namespace FusionFunctions.Cli.Remote;

/// <summary><c>fusion submit EXPERIMENT.yaml --url … --key …</c></summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("EXPERIMENT") { Description = "The experiment file, YAML or JSON." };
        var watch = new Option<bool>("--watch") { Description = "Stay until it ends, as 'fusion watch' does." };
        var server = new ServerChoice();
        var command = new Command("submit", "Hand an experiment to a deployment, 'fusion serve' or 'fusion dev'.") { file, watch };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = parsed.GetValue(file)!;
            // What cannot be run is told here, with the line, before anybody is called.
            ExperimentFile.Read(path, [], limit: null);
            using var client = server.Open(parsed);
            string mediaType = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? "application/json" : "application/yaml";
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            string run = await client.SubmitAsync(await File.ReadAllBytesAsync(path, cancellationToken), mediaType, folder, cancellationToken);
            Console.WriteLine($"Submitted run {run}");
            if (parsed.GetValue(watch))
                return await RunWatch.UntilEndAsync(client, run, server.Given(parsed), cancellationToken);
            Console.WriteLine($"Follow it with: fusion watch {run}{server.Given(parsed)}");
            return ExitCode.Done;
        });
        return command;
    }
}
