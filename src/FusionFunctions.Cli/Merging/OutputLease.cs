using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Merging;

/// <summary>
/// Lets one process at a time merge into a folder: two of other recipes, or of one recipe in other files, would each take what the other has written for
/// leftovers. It shows as an empty file, which stays: a lock on a file that the one before has deleted would keep nobody out.
/// </summary>
internal static class OutputLease
{
    private static readonly BlobPath s_path = BlobPath.Parse("merge.lock");
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for whoever has it, and says so. The folder is created.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static async Task<IBlobLease> TakeAsync(DirectoryBlobStore output, CancellationToken cancellationToken)
    {
        for (bool isTold = false; ; await Task.Delay(s_pause, cancellationToken))
        {
            if (await TryTakeAsync(output, cancellationToken) is { } lease)
                return lease;
            if (!isTold)
                await Console.Error.WriteLineAsync($"Another merge writes into '{output.Root}'; this one begins when it has ended.");
            isTold = true;
        }
    }

    private static async Task<IBlobLease?> TryTakeAsync(DirectoryBlobStore output, CancellationToken cancellationToken)
    {
        try
        {
            return await output.TryLeaseAsync(s_path, cancellationToken);
        }
        catch (StorageException)
        {
            // It names the folder and what to do, where that is at fault.
            await output.EnsureWritableAsync(cancellationToken);
            throw;
        }
    }
}
