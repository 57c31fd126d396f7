using Azure.Storage.Blobs.Specialized;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage;

/// <summary>A lease over time; the clock is the test's.</summary>
public sealed class AzureLeaseTests(AzuriteServer azurite) : IAsyncLifetime
{
    private static readonly BlobPath s_name = BlobPath.Parse("runs/1/lease");
    private readonly SteppedTime _time = new(TimeSpan.FromSeconds(15));
    private readonly RequestTap _tap = new();
    private BlockBlobClient _blob = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var container = await AzuriteContainer.NewClientAsync(azurite, _tap.Options());
        await container.CreateAsync(cancellationToken: Cancel);
        _blob = container.GetBlockBlobClient(s_name.Value);
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Lease_is_renewed_again_and_again()
    {
        int renewals = 0;
        _tap.Received = (request, response) =>
        {
            if (RequestTap.IsLease(request, "renew") && response.Status == 200)
                Interlocked.Increment(ref renewals);
        };
        await using var lease = await TakeAsync();

        for (int i = 0; i < 8; i++)
            await _time.PassAsync(Cancel);

        // When the eighth wait ended, seven renewals had led to it.
        Assert.InRange(renewals, 7, 8);
        Assert.False(lease!.Lost.IsCancellationRequested);
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task Holder_is_told_when_the_lease_was_broken()
    {
        await using var lease = await TakeAsync();
        await _blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: Cancel);
        await using var other = await TakeAsync();
        Assert.NotNull(other);

        await _time.PassAsync(Cancel);

        await LostAsync(lease!);
    }

    [Fact]
    public async Task Holder_that_cannot_reach_the_service_is_told_before_the_lease_runs_out()
    {
        await using var lease = await TakeAsync();
        long taken = _time.GetTimestamp();
        _tap.Sending = request =>
        {
            if (RequestTap.IsLease(request, "renew"))
                throw new IOException("The connection was reset.");
        };

        for (int i = 0; i < 3; i++)
        {
            Assert.False(lease!.Lost.IsCancellationRequested);
            await _time.PassAsync(Cancel);
        }
        await LostAsync(lease!);

        Assert.Equal(45, _time.GetElapsedTime(taken).TotalSeconds);
    }

    private Task<IBlobLease?> TakeAsync() => AzureBlobLeases.TryTakeAsync(s_name, _blob, _time, Cancel);

    private static async Task LostAsync(IBlobLease lease)
    {
        var lost = new TaskCompletionSource();
        await using var registration = lease.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(Cancel);
    }
}
