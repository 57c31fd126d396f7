using System.CommandLine;
using FusionFunctions.Cli.Display;
using FusionFunctions.Cli.Remote;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Tables;

/// <summary><c>fusion leaderboard RUN</c></summary>
internal static class LeaderboardCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run's name, as 'fusion run' prints it, or an experiment's for its newest." };
        var format = FormatOption.Create();
        var store = StoreOption.Create("What holds results");
        var server = new ServerChoice("what --store holds");
        var command = new Command("leaderboard", "Print the leaderboard of a run, from a store or from a deployment.") { run, format, store };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(server.Url) is not null && result.GetResult(store) is { Implicit: false })
                result.AddError("Give --store or --url, not both.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            bool isStoreGiven = parsed.GetResult(store) is { Implicit: false };
            if (!isStoreGiven && server.IsNamed(parsed))
            {
                using var client = server.Open(parsed);
                Console.Write(TerminalText.Plain(await client.LeaderboardAsync(parsed.GetValue(run)!, parsed.GetValue(format)!, cancellationToken)));
                return ExitCode.Done;
            }
            var blobs = BlobStores.Open(parsed.GetValue(store)!);
            var path = await FindAsync(blobs, parsed.GetValue(run)!, LeaderboardFile.Name(parsed.GetValue(format)!), cancellationToken);
            Console.Write(TerminalText.Plain(await LeaderboardFile.ReadAsync(blobs, path, cancellationToken)));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<BlobPath> FindAsync(IBlobStore store, string run, string file, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListAsync(BlobLayout.Leaderboards, cancellationToken))
            if (entry.Path.Value.EndsWith($"/{run}/{file}", StringComparison.Ordinal) || entry.Path.Value.EndsWith($"/{run}/{BlobLayout.Latest}/{file}", StringComparison.Ordinal))
                return entry.Path;
        throw new PipelineException($"{store.Name} has no leaderboard of '{run}'. Give the name that 'fusion run' printed and the same --store, or --url for a run of a deployment.");
    }
}
