using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Cli.Display;
using FusionFunctions.Experiments;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Cache;

/// <summary>Deletes the chosen commits, or only says which they are.</summary>
internal static class CachePrune
{
    public static async Task<int> RunAsync(string storeText, PruneChoice choice, bool isDryRun, CancellationToken cancellationToken)
    {
        var store = BlobStores.Open(storeText);
        var cache = new CheckpointCache(store);
        var chosen = await cache.ListAsync(cancellationToken).Where(choice.Selects).ToListAsync(cancellationToken);
        if (chosen.Count == 0 && choice.IsByName)
            throw new ExperimentException($"there is no '{choice.Text}' in the cache of {store.Name}; 'fusion cache list' shows what there is.");
        CacheList.Print(chosen);
        if (isDryRun)
        {
            Console.WriteLine($"{CacheList.Count(chosen.Count)} would go, {ByteSize.Text(chosen.Sum(entry => entry.Bytes))}");
            return ExitCode.Done;
        }
        // What came in since is not what the user saw.
        var shown = chosen.Select(entry => (entry.Repository, entry.Commit)).ToHashSet();
        var report = await cache.PruneAsync(entry => shown.Contains((entry.Repository, entry.Commit)), cancellationToken);
        Console.WriteLine($"{CacheList.Count(report.Removed.Count)} pruned, {ByteSize.Text(report.Bytes)}");
        foreach (var entry in report.InUse)
            Failure.Warn($"{entry.Repository}@{entry.Commit[..12]} was left: it is being fetched just now.");
        return ExitCode.Done;
    }
}
