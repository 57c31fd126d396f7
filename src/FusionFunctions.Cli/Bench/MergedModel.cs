using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Bench;

/// <summary>Takes a merged model out of the store.</summary>
internal static class MergedModel
{
    private const int BufferBytes = 1 << 20;

    /// <param name="store">Has it.</param>
    /// <param name="folder">Where, there.</param>
    /// <param name="target">The folder that receives its files.</param>
    /// <param name="cancellationToken">Stops between two pieces; files that are whole stay.</param>
    public static async Task CopyAsync(IBlobStore store, string folder, string target, CancellationToken cancellationToken)
    {
        var output = new DirectoryBlobStore(target);
        await output.EnsureWritableAsync(cancellationToken);
        byte[] buffer = new byte[BufferBytes];
        await foreach (var entry in store.ListAsync(folder, cancellationToken))
        {
            await using var reader = await store.OpenReadAsync(entry.Path, cancellationToken);
            await using var writer = await output.OpenWriteAsync(BlobPath.Parse(entry.Path.Name), BlobWriteMode.Replace, cancellationToken);
            for (long at = 0; at < reader.Length; at += BufferBytes)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(BufferBytes, reader.Length - at));
                await reader.ReadAsync(at, part, cancellationToken);
                await writer.WriteAsync(part, cancellationToken);
            }
            await writer.CommitAsync(cancellationToken);
        }
    }
}
