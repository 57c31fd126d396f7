using System.Security.Cryptography;
using System.Text;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Compute.Caching;

/// <summary>
/// A remote store whose large blobs are kept on this machine's disk once they were read: checkpoints are opened for every request, and
/// downloaded for the first. A blob that was replaced has another tag, so an old copy is never taken for it.
/// </summary>
/// <param name="remote">The store itself.</param>
/// <param name="folder">For this cache alone; several workers of a machine may share it.</param>
/// <param name="maxBytes">The oldest copies go when more would be kept.</param>
internal sealed class CachedBlobStore(IBlobStore remote, string folder, long maxBytes) : IBlobStore
{
    private const long SmallBytes = 1 << 20;
    private readonly DirectoryBlobStore _local = new(folder);
    private readonly CacheFolder _folder = new(folder, maxBytes);
    private readonly LeasedCache<string, string> _downloads = new(idle: 0);

    public string Name => remote.Name;

    public async ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (await remote.FindAsync(path, cancellationToken) is not { Length: >= SmallBytes } entry || entry.Length > maxBytes / 2)
            return await remote.OpenReadAsync(path, cancellationToken);
        string copy = CopyOf(entry);
        try
        {
            using var download = await _downloads.GetAsync(copy, stop => DownloadAsync(entry, copy, stop), cancellationToken);
            return new CopyReader(await _local.OpenReadAsync(BlobPath.Parse(copy), cancellationToken), $"{remote.Name}: {path}");
        }
        catch (StorageException)
        {
            // The disk is full, or another worker made room meanwhile. Where the store itself is at fault, it says so now.
            return await remote.OpenReadAsync(path, cancellationToken);
        }
    }

    public ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken) =>
        remote.OpenWriteAsync(path, mode, cancellationToken);

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken) =>
        remote.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken) =>
        remote.ListAsync(folder, cancellationToken);

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken) =>
        remote.DeleteAsync(path, cancellationToken);

    public ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) =>
        remote.TryLeaseAsync(path, cancellationToken);

    public async Task EnsureWritableAsync(CancellationToken cancellationToken)
    {
        await _local.EnsureWritableAsync(cancellationToken);
        await remote.EnsureWritableAsync(cancellationToken);
    }

    private string CopyOf(BlobEntry entry) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{remote.Name}\n{entry.Path}\n{entry.Length}\n{entry.LastModified.UtcTicks}\n{entry.Tag}")));

    private async Task<string> DownloadAsync(BlobEntry entry, string copy, CancellationToken cancellationToken)
    {
        bool isHit = _folder.TryTouch(copy);
        ComputeMetrics.LookedUp("blobs", isHit);
        if (!isHit)
        {
            using var span = ComputeSpans.Download(entry.Path.Value, entry.Length);
            _folder.MakeRoom(entry.Length);
            await remote.CopyAsync(entry.Path, _local, BlobPath.Parse(copy), BlobWriteMode.Create, cancellationToken);
        }
        return copy;
    }
}
