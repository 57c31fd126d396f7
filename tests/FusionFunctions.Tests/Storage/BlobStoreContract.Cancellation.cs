using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Cancelled_write_stops_and_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await using (var writer = await Store.OpenWriteAsync(s_path, BlobWriteMode.Create, Cancel))
        {
            await writer.WriteAsync(Bytes(100), Cancel);
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.WriteAsync(Bytes(SeveralBlocks), cancelled.Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.CommitAsync(cancelled.Token));
        }

        await AbsentAsync(s_path);
        Assert.True(await WriteAsync(s_path, [1]));
    }

    [Fact]
    public async Task Cancelled_calls_stop()
    {
        await WriteAsync(s_path, Bytes(10));
        await using var reader = await Store.OpenReadAsync(s_path, Cancel);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(0, new byte[10], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.OpenReadAsync(s_path, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.FindAsync(s_path, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteAsync(s_path, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.TryLeaseAsync(s_path, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ListAsync("", cancelled).ToListAsync(Cancel));
        Assert.Single(await ListAsync());
    }
}
