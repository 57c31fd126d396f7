using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage;

/// <summary>How blobs travel when the service, the network or another writer interferes.</summary>
public sealed class AzureInterferenceTests(AzuriteServer azurite) : IAsyncLifetime
{
    private static readonly BlobPath s_blob = BlobPath.Parse("merges/blob");
    private readonly RequestTap _tap = new();
    private AzureBlobStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await AzuriteContainer.NewStoreAsync(azurite, new(BlockBytes: 10_000, Concurrency: 3), _tap);

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Commit_whose_answer_was_lost_still_counts_as_ours()
    {
        int commits = 0;
        _tap.Received = (request, _) =>
        {
            if (RequestTap.IsBlockList(request) && Interlocked.Increment(ref commits) == 1)
                throw new IOException("The connection was reset.");
        };

        Assert.True(await WriteAsync(new byte[25_000]));

        Assert.Equal(2, commits);
        Assert.False(await WriteAsync(new byte[25_000]));
    }

    [Theory, InlineData(15_000), InlineData(200_000)]
    public async Task Block_that_cannot_be_sent_fails_the_writer_and_nothing_is_visible(int length)
    {
        _tap.Sending = request =>
        {
            if (RequestTap.IsBlock(request))
                throw new IOException("The connection was reset.");
        };

        var error = await Assert.ThrowsAnyAsync<StorageException>(() => WriteAsync(new byte[length]));

        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _store.ListAsync("", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Large_replacement_that_meets_another_is_refused_and_leaves_the_other_whole()
    {
        await using var first = await _store.OpenWriteAsync(s_blob, BlobWriteMode.Replace, Cancel);
        await first.WriteAsync(new byte[50_000], Cancel);
        byte[] other = [.. Enumerable.Repeat((byte)7, 50_000)];
        Assert.True(await WriteAsync(other, BlobWriteMode.Replace));

        var error = await Assert.ThrowsAnyAsync<StorageException>(async () => await first.CommitAsync(Cancel));

        Assert.Contains("another writer", error.Message, StringComparison.Ordinal);
        Assert.Equal(other, await _store.ReadBytesAsync(s_blob, 100_000, Cancel));
    }

    [Fact]
    public async Task Reader_of_a_blob_that_was_replaced_or_deleted_is_told()
    {
        await WriteAsync(new byte[25_000]);
        await using var reader = await _store.OpenReadAsync(s_blob, Cancel);

        await WriteAsync(new byte[25_000], BlobWriteMode.Replace);
        Assert.Contains("was changed", await ReadErrorAsync(reader), StringComparison.Ordinal);

        await _store.DeleteAsync(s_blob, Cancel);
        Assert.Contains("deleted while it was", await ReadErrorAsync(reader), StringComparison.Ordinal);
    }

    private Task<bool> WriteAsync(byte[] bytes, BlobWriteMode mode = BlobWriteMode.Create) => _store.WriteBytesAsync(s_blob, bytes, mode, Cancel);

    private static async Task<string> ReadErrorAsync(IBlobReader reader) =>
        (await Assert.ThrowsAnyAsync<StorageException>(async () => await reader.ReadAsync(0, new byte[25_000], Cancel))).Message;
}
