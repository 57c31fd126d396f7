using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

/// <summary>What <see cref="IBlobStore"/> promises, held to every kind of store there is.</summary>
public abstract partial class BlobStoreContract
{
    private static readonly BlobPath s_path = BlobPath.Parse("a/b/blob.bin");

    /// <summary>An empty store of the test's own.</summary>
    protected abstract IBlobStore Store { get; }

    /// <summary>Large enough that the store cuts it into several parts.</summary>
    protected virtual int SeveralBlocks => 5_000_003;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static byte[] Bytes(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected Task<bool> WriteAsync(BlobPath path, byte[] bytes, BlobWriteMode mode = BlobWriteMode.Create) =>
        Store.WriteBytesAsync(path, bytes, mode, Cancel);

    protected Task<byte[]> ReadAsync(BlobPath path) => Store.ReadBytesAsync(path, int.MaxValue, Cancel);

    protected async Task HoldsAsync(BlobPath path, byte[] expected)
    {
        byte[] bytes = await ReadAsync(path);
        Assert.True(expected.AsSpan().SequenceEqual(bytes), $"'{path}' holds other bytes than expected.");
    }

    protected async Task<string[]> ListAsync(string folder = "") =>
        [.. (await Store.ListAsync(folder, Cancel).ToListAsync(Cancel)).Select(entry => entry.Path.Value)];

    protected async Task AbsentAsync(BlobPath path)
    {
        Assert.Null(await Store.FindAsync(path, Cancel));
        var error = await Assert.ThrowsAsync<BlobNotFoundException>(async () => await Store.OpenReadAsync(path, Cancel));
        Assert.Equal($"There is no '{path}' in {Store.Name}.", error.Message);
    }
}
