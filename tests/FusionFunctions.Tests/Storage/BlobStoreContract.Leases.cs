using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Lease_is_held_by_one_until_it_is_disposed()
    {
        var name = BlobPath.Parse("runs/1/lease");
        var lease = await Store.TryLeaseAsync(name, Cancel);
        await using (lease)
        {
            Assert.Equal(name, lease!.Path);
            Assert.False(lease.Lost.IsCancellationRequested);
            Assert.Null(await Store.TryLeaseAsync(name, Cancel));
            await using var other = await Store.TryLeaseAsync(BlobPath.Parse("runs/2/lease"), Cancel);
            Assert.NotNull(other);
        }

        await using var again = await Store.TryLeaseAsync(name, Cancel);
        Assert.NotNull(again);
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Of_those_who_want_a_lease_one_gets_it()
    {
        var name = BlobPath.Parse("lease");

        var leases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Store.TryLeaseAsync(name, Cancel).AsTask(), Cancel)));

        await Assert.Single(leases, lease => lease is not null)!.DisposeAsync();
    }
}
