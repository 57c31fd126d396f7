using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace FusionFunctions.Storage.Azure;

/// <summary>Takes leases on empty blobs, which are created where they are missing and stay.</summary>
internal static class AzureBlobLeases
{
    /// <returns>Null where someone else holds it.</returns>
    public static async Task<IBlobLease?> TryTakeAsync(
        BlobPath path, BlockBlobClient blob, TimeProvider time, CancellationToken cancellationToken)
    {
        var lease = blob.GetBlobLeaseClient();
        while (true)
        {
            long acquired = time.GetTimestamp();
            try
            {
                await lease.AcquireAsync(AzureBlobLease.Duration, conditions: null, cancellationToken);
                return new AzureBlobLease(path, lease, time, acquired);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
            {
                return null;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                await CreateAsync(blob, cancellationToken);
            }
        }
    }

    private static async Task CreateAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            using var empty = new MemoryStream();
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.UploadAsync(empty, options, cancellationToken);
        }
        catch (RequestFailedException e) when (
            e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.ErrorCode == BlobErrorCode.ConditionNotMet || e.ErrorCode == BlobErrorCode.LeaseIdMissing)
        {
            // Someone else created it just now, and may hold it already.
        }
    }
}
