using System.Globalization;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Cli.Display;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Cache;

/// <summary>Every commit in the cache as a table, with the sum.</summary>
internal static class CacheList
{
    public static async Task<int> RunAsync(string storeText, CancellationToken cancellationToken)
    {
        var store = BlobStores.Open(storeText);
        var entries = await new CheckpointCache(store).ListAsync(cancellationToken).ToListAsync(cancellationToken);
        Print(entries);
        Console.WriteLine($"{Count(entries.Count)} in {store.Name}, {ByteSize.Text(entries.Sum(entry => entry.Bytes))}");
        return ExitCode.Done;
    }

    public static void Print(IReadOnlyList<CacheEntry> entries)
    {
        if (entries.Count > 0)
            Columns.Print([["repository", "commit", "revisions", "last fetched", "files", "size"], .. entries.Select(Cells)], texts: 4);
    }

    public static string Count(int commits) => string.Create(CultureInfo.InvariantCulture, $"{commits} commit{(commits == 1 ? "" : "s")}");

    private static string[] Cells(CacheEntry entry) =>
    [
        entry.Repository.ToString(),
        entry.Commit[..12],
        string.Join(", ", entry.Revisions),
        entry.LastFetched.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
        entry.Files.Count.ToString(CultureInfo.InvariantCulture),
        ByteSize.Text(entry.Bytes),
    ];
}
