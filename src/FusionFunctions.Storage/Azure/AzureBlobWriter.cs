using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FusionFunctions.Storage.Tracing;

namespace FusionFunctions.Storage.Azure;

/// <summary>
/// Uploads blocks while it is written to and commits their list at the end. Blocks that no list names are invisible and expire after a
/// week. What replaces a blob and fits one block goes up in a single request, so that writers who meet there do not disturb each other.
/// </summary>
internal sealed class AzureBlobWriter(
    BlockBlobClient blob, BlobWriteMode mode, BlockUploads uploads, AzureCalls calls, BlobWriteSpan span) : IBlobWriter
{
    private const string WriterKey = "fusion_writer";
    private readonly BlockBuffer _block = new(uploads.BlockBytes);

    private bool IsSingleRequest => mode == BlobWriteMode.Replace && uploads.Ids.Count == 0;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        span.Written(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (_block.IsFull)
                await StageAsync(cancellationToken);
            bytes = bytes[_block.Append(bytes.Span)..];
        }
    }

    public async ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_block.Count > 0 && !IsSingleRequest)
            await StageAsync(cancellationToken);
        bool isMade = await calls.RunAsync(() => CreateOrReplaceAsync(cancellationToken), cancellationToken);
        span.Committed(isMade);
        return isMade;
    }

    public async ValueTask DisposeAsync()
    {
        await uploads.DisposeAsync();
        _block.Dispose();
        span.End();
    }

    private async Task<bool> CreateOrReplaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await uploads.CompleteAsync(cancellationToken);
            await UploadAsync(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (mode == BlobWriteMode.Create && MayHaveAppeared(e))
        {
            var properties = await AzureBlobProperties.FindAsync(blob, cancellationToken);
            if (properties is null)
                throw;
            // When the answer to our own commit was lost, its repetition finds what we wrote ourselves.
            return properties.Metadata.TryGetValue(WriterKey, out string? writer) && writer == uploads.Writer.ToString("N");
        }
    }

    private async Task UploadAsync(CancellationToken cancellationToken)
    {
        var conditions = mode == BlobWriteMode.Create ? new BlobRequestConditions { IfNoneMatch = ETag.All } : null;
        var metadata = new Dictionary<string, string> { [WriterKey] = uploads.Writer.ToString("N") };
        if (!IsSingleRequest)
        {
            await blob.CommitBlockListAsync(uploads.Ids, new CommitBlockListOptions { Conditions = conditions, Metadata = metadata }, cancellationToken);
            return;
        }
        using var whole = _block.AsStream();
        await blob.UploadAsync(whole, new BlobUploadOptions { Metadata = metadata }, cancellationToken);
    }

    /// <summary>Someone else's commit of the same name also discards our blocks, which then makes our list invalid.</summary>
    private static bool MayHaveAppeared(RequestFailedException e) => e.Status is 409 or 412 || e.ErrorCode == BlobErrorCode.InvalidBlockList;

    private Task StageAsync(CancellationToken cancellationToken) =>
        calls.RunAsync(() => uploads.AddAsync(_block, cancellationToken), cancellationToken);
}
