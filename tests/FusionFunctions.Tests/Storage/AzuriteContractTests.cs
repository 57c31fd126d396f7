using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Tests.Azurite;

namespace FusionFunctions.Tests.Storage;

/// <summary>The contract, held by a container of Azurite, in small blocks so that blobs have many.</summary>
public sealed class AzuriteContractTests(AzuriteServer azurite) : BlobStoreContract, IAsyncLifetime
{
    private IBlobStore? _store;

    protected override IBlobStore Store => _store!;

    protected override int SeveralBlocks => 300_003;

    public async ValueTask InitializeAsync() => _store = await AzuriteContainer.NewStoreAsync(azurite, new AzureTransfers(64 << 10, 3));

    public ValueTask DisposeAsync() => default;
}
