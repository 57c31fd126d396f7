using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Storage;

/// <summary>The contract, held by a directory that does not exist yet.</summary>
public class DirectoryContractTests : BlobStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DirectoryContractTests() : this(directBytes: 0)
    {
    }

    protected DirectoryContractTests(long directBytes) => Store = new DirectoryBlobStore(_folder["new", "store"], directBytes: directBytes);

    protected override IBlobStore Store { get; }

    public void Dispose()
    {
        // Whatever a test did, no temporary file may stay behind.
        var leftovers = Directory.EnumerateFiles(_folder.Path, ".tmp-*", SearchOption.AllDirectories).ToList();
        _folder.Dispose();
        Assert.Empty(leftovers);
        GC.SuppressFinalize(this);
    }
}
