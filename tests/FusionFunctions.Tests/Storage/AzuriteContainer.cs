using Azure.Storage.Blobs;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage;

/// <summary>Containers of a test's own.</summary>
internal static class AzuriteContainer
{
    /// <summary>A container that does not exist yet.</summary>
    public static async Task<BlobContainerClient> NewClientAsync(AzuriteServer azurite, BlobClientOptions? options = null) =>
        new(await azurite.ConnectAsync(), $"test-{Guid.NewGuid():N}", options ?? new());

    /// <summary>The store over a new container.</summary>
    public static async Task<AzureBlobStore> NewStoreAsync(AzuriteServer azurite, AzureTransfers? transfers = null, RequestTap? tap = null)
    {
        var container = await NewClientAsync(azurite, tap?.Options());
        await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return new(container, transfers);
    }
}
