using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Theory, InlineData(100), InlineData(null)]
    public async Task Of_writers_that_create_the_same_blob_exactly_one_wins(int? length)
    {
        byte[][] blobs = [.. Enumerable.Range(1, 6).Select(seed => Bytes(length ?? SeveralBlocks, seed))];

        bool[] won = await Task.WhenAll(blobs.Select(blob => Task.Run(() => WriteAsync(Path, blob), Cancel)));

        Assert.Single(won, true);
        await HoldsAsync(Path, blobs[won.IndexOf(true)]);
        Assert.Equal([Path.Value], await ListAsync());
    }

    [Fact]
    public async Task Writers_that_replace_the_same_small_blob_all_succeed_and_one_is_last()
    {
        byte[][] blobs = [.. Enumerable.Range(1, 6).Select(seed => Bytes(1000, seed))];

        bool[] written = await Task.WhenAll(blobs.Select(blob => Task.Run(() => WriteAsync(Path, blob, BlobWriteMode.Replace), Cancel)));

        Assert.All(written, Assert.True);
        Assert.Contains(await ReadAsync(Path), blobs);
    }

    [Fact]
    public async Task Create_that_commits_second_loses_though_it_began_first()
    {
        await using var first = await Store.OpenWriteAsync(Path, BlobWriteMode.Create, Cancel);
        await first.WriteAsync(Bytes(SeveralBlocks), Cancel);
        Assert.True(await WriteAsync(Path, Bytes(SeveralBlocks, seed: 2)));

        Assert.False(await first.CommitAsync(Cancel));

        await HoldsAsync(Path, Bytes(SeveralBlocks, seed: 2));
    }

    [Fact]
    public async Task Readers_see_whole_versions_while_a_blob_is_replaced()
    {
        byte[][] versions = [.. Enumerable.Range(0, 8).Select(version => Enumerable.Repeat((byte)version, 100_000).ToArray())];
        await WriteAsync(Path, versions[0]);

        var writing = Task.Run(
            async () =>
            {
                foreach (byte[] version in versions)
                    Assert.True(await WriteAsync(Path, version, BlobWriteMode.Replace));
            },
            Cancel);
        do
            if (await ReadUnlessReplacedAsync() is { } seen)
                Assert.Equal((100_000, 1), (seen.Length, seen.Distinct().Count()));
        while (!writing.IsCompleted);
        await writing;

        Assert.Equal(versions[^1], await ReadAsync(Path));
    }

    [Fact]
    public async Task Reader_of_a_replaced_blob_never_mixes_two_versions()
    {
        byte[] old = Bytes(1000, seed: 1);
        await WriteAsync(Path, old);
        await using var reader = await Store.OpenReadAsync(Path, Cancel);
        await WriteAsync(Path, Bytes(1000, seed: 2), BlobWriteMode.Replace);

        byte[] buffer = new byte[1000];
        try
        {
            await reader.ReadAsync(0, buffer, Cancel);
            Assert.Equal(old, buffer);
        }
        catch (StorageException e)
        {
            Assert.Contains("changed", e.Message, StringComparison.Ordinal);
        }
    }

    private async Task<byte[]?> ReadUnlessReplacedAsync()
    {
        try
        {
            return await ReadAsync(Path);
        }
        catch (StorageException e) when (e.Message.Contains("changed", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
