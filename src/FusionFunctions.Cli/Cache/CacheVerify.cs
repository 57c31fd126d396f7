using System.Globalization;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Cli.Display;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Cache;

/// <summary>A line for every commit as it has been read, and below it what is wrong.</summary>
internal static class CacheVerify
{
    public static async Task<int> RunAsync(string storeText, CancellationToken cancellationToken)
    {
        var store = BlobStores.Open(storeText);
        int commits = 0, problems = 0;
        await foreach (var (entry, found) in new CheckpointCache(store).VerifyAsync(cancellationToken))
        {
            Console.WriteLine($"{(found.Count == 0 ? "ok " : "BAD")}  {entry.Repository}@{entry.Commit[..12]}  {ByteSize.Text(entry.Bytes)}");
            foreach (var problem in found)
                Console.WriteLine(TerminalText.OneLine($"     {problem.Path}: {problem.Text}"));
            commits++;
            problems += found.Count;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{CacheList.Count(commits)} in {store.Name}, {(problems == 0 ? "no problems" : problems == 1 ? "1 problem" : $"{problems} problems")}"));
        return problems == 0 ? ExitCode.Done : ExitCode.RunFailed;
    }
}
