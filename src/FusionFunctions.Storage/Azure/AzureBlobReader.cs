using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace FusionFunctions.Storage.Azure;

/// <summary>Downloads ranges, large ones in parallel parts, straight into the caller's buffer, and only from the version seen at the opening.</summary>
internal sealed class AzureBlobReader(BlockBlobClient blob, BlobProperties properties, AzureTransfers transfers, AzureCalls calls) : IBlobReader
{
    public string Name => calls.Place;

    public long Length { get; } = properties.ContentLength;

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        BlobRange.Check(this, offset, buffer.Length);
        cancellationToken.ThrowIfCancellationRequested();
        if (!buffer.IsEmpty)
            await calls.RunAsync(() => ReadPartsAsync(offset, buffer, cancellationToken), cancellationToken);
    }

    public ValueTask DisposeAsync() => default;

    private Task ReadPartsAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int size = transfers.BlockBytes;
        if (buffer.Length <= size)
            return ReadPartAsync(offset, buffer, cancellationToken);
        int parts = (buffer.Length - 1) / size + 1;
        var options = new ParallelOptions { MaxDegreeOfParallelism = transfers.Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0, parts, options, async (i, cancel) =>
        {
            int start = i * size;
            await ReadPartAsync(offset + start, buffer.Slice(start, Math.Min(size, buffer.Length - start)), cancel);
        });
    }

    private async Task ReadPartAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(offset, buffer.Length),
            Conditions = new BlobRequestConditions { IfMatch = properties.ETag },
        };
        using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(options, cancellationToken);
        await download.Content.ReadExactlyAsync(buffer, cancellationToken);
    }
}
