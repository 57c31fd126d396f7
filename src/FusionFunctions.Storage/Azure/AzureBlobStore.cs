using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace FusionFunctions.Storage.Azure;

/// <summary>A container of Azure Blob Storage (or of Azurite) as a blob store; blob paths are blob names.</summary>
/// <param name="container">The container, with its credential.</param>
/// <param name="transfers">Block size and concurrency; null for the defaults.</param>
public sealed class AzureBlobStore(BlobContainerClient container, AzureTransfers? transfers = null) : IBlobStore
{
    private readonly AzureTransfers _transfers = transfers ?? new();
    private readonly AzureCalls _calls = AzureCalls.At(container.Uri);

    public string Name => $"container '{_calls.Place}'";

    public async ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(path.Value);
        var properties = await PropertiesAsync(blob, cancellationToken) ?? throw new BlobNotFoundException(path, Name);
        return new AzureBlobReader(blob, properties, _transfers, AzureCalls.At(blob.Uri));
    }

    public ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var blob = container.GetBlockBlobClient(path.Value);
        return new(new AzureBlobWriter(blob, mode, new BlockUploads(blob, _transfers), AzureCalls.At(blob.Uri), new(path, "azure_blob")));
    }

    public async ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken) =>
        await PropertiesAsync(container.GetBlockBlobClient(path.Value), cancellationToken) is { } properties
            ? new(path, properties.ContentLength, properties.LastModified, properties.ETag.ToString("H"))
            : null;

    public async IAsyncEnumerable<BlobEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? prefix = folder.Length == 0 ? null : $"{BlobPath.Parse(folder)}/";
        var entries = await _calls.RunAsync(() => AzureListing.ReadAsync(container, prefix, cancellationToken), cancellationToken);
        foreach (var entry in entries)
            yield return entry;
    }

    public async ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(path.Value);
        return await AzureCalls.At(blob.Uri).RunAsync(
            async () => (await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, null, cancellationToken)).Value, cancellationToken);
    }

    public async ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(path.Value);
        return await AzureCalls.At(blob.Uri).RunAsync(() => AzureBlobLeases.TryTakeAsync(path, blob, TimeProvider.System, cancellationToken), cancellationToken);
    }

    public async Task EnsureWritableAsync(CancellationToken cancellationToken)
    {
        await _calls.RunAsync(() => CreateContainerAsync(cancellationToken), cancellationToken);
        // A block that no list ever commits: it needs the same permission as a blob, is invisible, and expires after a week.
        var probe = container.GetBlockBlobClient(".fusion-probe");
        using var block = new MemoryStream([0]);
        await _calls.RunAsync(() => probe.StageBlockAsync(BlockId.Of(Guid.Empty, 0), block, cancellationToken: cancellationToken), cancellationToken);
    }

    private async Task<bool> CreateContainerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken) is not null;
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // A shared access signature for one container may write in it without being allowed to create it.
            return false;
        }
    }

    private static Task<BlobProperties?> PropertiesAsync(BlobBaseClient blob, CancellationToken cancellationToken) =>
        AzureCalls.At(blob.Uri).RunAsync(() => AzureBlobProperties.FindAsync(blob, cancellationToken), cancellationToken);
}
