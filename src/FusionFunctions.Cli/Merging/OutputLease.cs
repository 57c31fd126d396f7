using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Merging;

/// <summary>
/// Lets one process at a time merge into a folder: two of other recipes, or of one recipe in other files, would each take what the other has written for
/// leftovers. It shows as an empty file meanwhile, which a killed process leaves behind and the next one takes over.
/// </summary>
internal sealed class OutputLease : IAsyncDisposable
{
    private static readonly BlobPath s_path = BlobPath.Parse("merge.lock");
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private readonly DirectoryBlobStore _output;
    private readonly IBlobLease _lease;

    private OutputLease(DirectoryBlobStore output, IBlobLease lease) => (_output, _lease) = (output, lease);

    /// <summary>Waits for whoever has it, and says so.</summary>
    public static async Task<OutputLease> TakeAsync(DirectoryBlobStore output, CancellationToken cancellationToken)
    {
        for (bool isTold = false; ; await Task.Delay(s_pause, cancellationToken))
        {
            if (await output.TryLeaseAsync(s_path, cancellationToken) is { } lease)
            {
                // The one before deletes the file as it leaves, and a lease on a deleted file keeps nobody out.
                if (await output.FindAsync(s_path, cancellationToken) is not null)
                    return new(output, lease);
                await lease.DisposeAsync();
            }
            else if (!isTold)
            {
                await Console.Error.WriteLineAsync($"Another merge writes into '{output.Root}'; this one begins when it has ended.");
                isTold = true;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _output.DeleteAsync(s_path, CancellationToken.None);
        }
        catch (StorageException)
        {
            // Windows deletes no open file; then it stays, empty.
        }
        await _lease.DisposeAsync();
    }
}
