using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Tests.Pipeline;

public sealed class BlobLocationsTests
{
    private readonly DirectoryBlobStore _store = new("store");

    [Fact]
    public void StoreOf_one_container_is_opened_once()
    {
        var locations = new BlobLocations(_store);
        var stores = new IBlobStore[64];

        Parallel.For(0, stores.Length, i => stores[i] = locations.StoreOf(new("https://acct.blob.core.windows.net/pool", $"model-{i}")));

        Assert.IsType<AzureBlobStore>(Assert.Single(stores.Distinct()));
    }

    [Fact]
    public void StoreOf_each_place_is_its_own()
    {
        var locations = new BlobLocations(_store);

        Assert.Same(_store, locations.StoreOf(BlobLocation.InStore("models/a")));
        Assert.Equal("container 'https://acct.blob.core.windows.net/pool-a'", locations.StoreOf(new("https://acct.blob.core.windows.net/pool-a", "m")).Name);
        Assert.Equal("container 'https://acct.blob.core.windows.net/pool-b'", locations.StoreOf(new("https://acct.blob.core.windows.net/pool-b", "m")).Name);
        Assert.Equal(Path.GetFullPath("mine"), Assert.IsType<DirectoryBlobStore>(locations.StoreOf(BlobLocation.OfFolder("mine"))).Root);
    }
}
