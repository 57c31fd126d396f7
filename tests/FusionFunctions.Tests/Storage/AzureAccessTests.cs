using Azure.Storage.Sas;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage;

/// <summary>The ways in: connection strings, signatures, and containers that are not there.</summary>
public sealed class AzureAccessTests(AzuriteServer azurite)
{
    private static readonly BlobPath s_blob = BlobPath.Parse("a/blob");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_string_opens_a_container_that_EnsureWritable_creates()
    {
        var store = BlobStores.Open($"{await azurite.ConnectAsync()};Container=test-{Guid.NewGuid():N}");

        await store.EnsureWritableAsync(Cancel);

        Assert.True(await store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel));
    }

    [Fact]
    public async Task Missing_container_reads_as_empty_and_refuses_writing_with_the_remedy()
    {
        var store = BlobStores.Open($"{await azurite.ConnectAsync()};Container=test-{Guid.NewGuid():N}");

        Assert.Null(await store.FindAsync(s_blob, Cancel));
        Assert.Empty(await store.ListAsync("", Cancel).ToListAsync(Cancel));
        Assert.False(await store.DeleteAsync(s_blob, Cancel));
        await Assert.ThrowsAsync<BlobNotFoundException>(async () => await store.OpenReadAsync(s_blob, Cancel));
        foreach (var mode in Enum.GetValues<BlobWriteMode>())
            await RefusedAsync(() => store.WriteTextAsync(s_blob, "text", mode, Cancel), "the container does not exist");
        await RefusedAsync(async () => await store.TryLeaseAsync(s_blob, Cancel), "the container does not exist");
    }

    [Fact]
    public async Task Signature_for_one_container_opens_it()
    {
        var store = BlobStores.Open(await SignAsync(BlobContainerSasPermissions.All, TimeSpan.FromHours(1)));

        await store.EnsureWritableAsync(Cancel);

        Assert.True(await store.WriteTextAsync(s_blob, "text", BlobWriteMode.Create, Cancel));
        Assert.Equal("text"u8.ToArray(), await store.ReadBytesAsync(s_blob, 10, Cancel));
        Assert.Single(await store.ListAsync("a", Cancel).ToListAsync(Cancel));
        Assert.DoesNotContain("sig", store.Name, StringComparison.Ordinal);
        await using var reader = await store.OpenReadAsync(s_blob, Cancel);
        Assert.EndsWith("/a/blob", reader.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_that_only_reads_is_told_before_the_work_begins()
    {
        var store = BlobStores.Open(await SignAsync(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List, TimeSpan.FromHours(1)));

        Assert.Empty(await store.ListAsync("", Cancel).ToListAsync(Cancel));
        await RefusedAsync(() => store.EnsureWritableAsync(Cancel), "access was denied");
    }

    [Fact]
    public async Task Signature_that_has_expired_is_told()
    {
        var store = BlobStores.Open(await SignAsync(BlobContainerSasPermissions.All, TimeSpan.FromHours(-1)));

        await RefusedAsync(() => store.EnsureWritableAsync(Cancel), "expired");
    }

    private async Task<string> SignAsync(BlobContainerSasPermissions permissions, TimeSpan lifetime)
    {
        var container = await AzuriteContainer.NewClientAsync(azurite);
        await container.CreateAsync(cancellationToken: Cancel);
        return container.GenerateSasUri(permissions, DateTimeOffset.UtcNow + lifetime).AbsoluteUri;
    }

    private static async Task RefusedAsync(Func<Task> call, string message)
    {
        var error = await Assert.ThrowsAsync<StorageException>(call);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
    }
}
