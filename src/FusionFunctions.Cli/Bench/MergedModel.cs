using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Bench;

/// <summary>Takes a merged model out of the store.</summary>
internal static class MergedModel
{
    /// <param name="store">Has it.</param>
    /// <param name="folder">Where, there.</param>
    /// <param name="target">The folder that receives its files.</param>
    /// <param name="cancellationToken">Stops between two pieces; files that are whole stay.</param>
    public static async Task CopyAsync(IBlobStore store, string folder, string target, CancellationToken cancellationToken)
    {
        var output = new DirectoryBlobStore(target);
        await output.EnsureWritableAsync(cancellationToken);
        var files = await store.ListAsync(folder, cancellationToken).Select(entry => entry.Path).ToListAsync(cancellationToken);
        // The record comes last, since it means complete.
        foreach (var file in files.OrderBy(file => file.Name == MergedCheckpoint.FileName))
            await store.CopyAsync(file, output, BlobPath.Parse(file.Name), BlobWriteMode.Replace, cancellationToken);
    }
}
