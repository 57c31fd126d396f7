using Azure.Storage.Blobs.Models;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage;

/// <summary>How blobs travel to and from the service.</summary>
public sealed class AzureTransferTests(AzuriteServer azurite)
{
    private static readonly BlobPath s_blob = BlobPath.Parse("merges/blob");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writer_sends_a_bounded_number_of_blocks_at_a_time()
    {
        var tap = new RequestTap();
        var store = await AzuriteContainer.NewStoreAsync(azurite, new(BlockBytes: 10_000, Concurrency: 3), tap);
        int now = 0, most = 0, blocks = 0;
        tap.Sending = request =>
        {
            if (!RequestTap.IsBlock(request))
                return;
            Interlocked.Increment(ref blocks);
            InterlockedMax(ref most, Interlocked.Increment(ref now));
        };
        tap.Received = (request, _) => Interlocked.Add(ref now, RequestTap.IsBlock(request) ? -1 : 0);

        await store.WriteBytesAsync(s_blob, new byte[200_001], BlobWriteMode.Create, Cancel);

        Assert.Equal((21, 0), (blocks, now));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Default_block_size_carries_a_blob_of_several_blocks()
    {
        byte[] bytes = new byte[20_000_001];
        new Random(1).NextBytes(bytes);
        var store = await AzuriteContainer.NewStoreAsync(azurite);

        await store.WriteBytesAsync(s_blob, bytes, BlobWriteMode.Create, Cancel);

        byte[] read = await store.ReadBytesAsync(s_blob, bytes.Length, Cancel);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Blob_that_another_tool_uploaded_in_blocks_can_be_replaced()
    {
        var container = await AzuriteContainer.NewClientAsync(azurite);
        await container.CreateAsync(cancellationToken: Cancel);
        var inBlocks = new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 1, MaximumTransferSize = 10_000 } };
        await container.GetBlobClient(s_blob.Value).UploadAsync(new BinaryData(new byte[25_000]), inBlocks, Cancel);
        var store = new AzureBlobStore(container, new(BlockBytes: 10_000));

        await store.WriteBytesAsync(s_blob, new byte[33_333], BlobWriteMode.Replace, Cancel);

        Assert.Equal(33_333, (await store.FindAsync(s_blob, Cancel))!.Length);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen;)
            seen = most;
    }
}
