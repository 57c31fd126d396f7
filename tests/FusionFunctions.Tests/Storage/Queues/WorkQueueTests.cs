using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage.Queues;

public sealed class WorkQueueTests(AzuriteServer azurite) : IAsyncLifetime
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private string _connection = "";
    private IWorkQueue _queue = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = await azurite.ConnectAsync();
        _queue = WorkQueues.Open($"{_connection};Queue={_name}");
        await _queue.EnsureUsableAsync(Cancel);
        await _queue.EnsureUsableAsync(Cancel);
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Receive_hides_a_message_from_others_until_it_is_given_back()
    {
        await _queue.SendAsync("work", Cancel);

        var first = await _queue.ReceiveAsync(s_long, Cancel);
        Assert.Equal(("work", 1L), (first!.Body, first.Deliveries));
        Assert.Null(await _queue.ReceiveAsync(s_long, Cancel));

        Assert.True(await _queue.ReleaseAsync(first, TimeSpan.Zero, Cancel));
        var second = await _queue.ReceiveAsync(s_long, Cancel);
        Assert.Equal((first.Id, "work", 2L), (second!.Id, second.Body, second.Deliveries));
    }

    [Fact]
    public async Task Renew_replaces_the_receipt_and_keeps_the_body()
    {
        await _queue.SendAsync("work", Cancel);
        var held = await _queue.ReceiveAsync(s_long, Cancel);

        var renewed = await _queue.RenewAsync(held!, s_long, Cancel);

        Assert.NotEqual(held!.Receipt, renewed!.Receipt);
        Assert.Null(await _queue.RenewAsync(held, s_long, Cancel));
        Assert.False(await _queue.DeleteAsync(held, Cancel));
        await _queue.ReleaseAsync(renewed, TimeSpan.Zero, Cancel);
        Assert.Equal("work", (await _queue.ReceiveAsync(s_long, Cancel))!.Body);
    }

    [Fact]
    public async Task Message_that_another_received_is_held_no_more()
    {
        await _queue.SendAsync("work", Cancel);
        var late = await _queue.ReceiveAsync(s_long, Cancel);
        await _queue.ReleaseAsync(late!, TimeSpan.Zero, Cancel);
        var other = await _queue.ReceiveAsync(s_long, Cancel);

        Assert.Null(await _queue.RenewAsync(late!, s_long, Cancel));
        Assert.False(await _queue.ReleaseAsync(late!, TimeSpan.Zero, Cancel));
        Assert.False(await _queue.DeleteAsync(late!, Cancel));
        Assert.True(await _queue.DeleteAsync(other!, Cancel));
        Assert.Null(await _queue.ReceiveAsync(s_long, Cancel));
    }

    [Fact]
    public async Task Poison_moves_the_message_aside()
    {
        await _queue.SendAsync("work", Cancel);

        await _queue.PoisonAsync((await _queue.ReceiveAsync(s_long, Cancel))!, Cancel);

        Assert.Null(await _queue.ReceiveAsync(s_long, Cancel));
        var poison = WorkQueues.Open($"{_connection};Queue={_name}-poison");
        Assert.Equal("work", (await poison.ReceiveAsync(s_long, Cancel))!.Body);
    }

    [Fact]
    public async Task Missing_queue_is_named_with_the_remedy()
    {
        var missing = WorkQueues.Open($"{_connection};Queue=missing");

        var error = await Assert.ThrowsAsync<StorageException>(() => missing.SendAsync("work", Cancel));

        Assert.Contains("/missing: the queue does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("--queue", error.Message, StringComparison.Ordinal);
    }
}
