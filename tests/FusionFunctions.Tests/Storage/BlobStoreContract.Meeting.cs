using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Theory, InlineData(100), InlineData(null)]
    public async Task Of_writers_that_create_the_same_blob_exactly_one_wins(int? length)
    {
        byte[][] blobs = [.. Enumerable.Range(1, 6).Select(seed => Bytes(length ?? SeveralBlocks, seed))];

        bool[] won = await Task.WhenAll(blobs.Select(blob => Task.Run(() => WriteAsync(s_path, blob), Cancel)));

        Assert.Single(won, true);
        await HoldsAsync(s_path, blobs[won.IndexOf(true)]);
        Assert.Equal([s_path.Value], await ListAsync());
    }

    [Fact]
    public async Task Writers_that_replace_the_same_small_blob_all_succeed_and_one_is_last()
    {
        byte[][] blobs = [.. Enumerable.Range(1, 6).Select(seed => Bytes(1000, seed))];

        bool[] written = await Task.WhenAll(blobs.Select(blob => Task.Run(() => WriteAsync(s_path, blob, BlobWriteMode.Replace), Cancel)));

        Assert.All(written, Assert.True);
        Assert.Contains(await ReadAsync(s_path), blobs);
    }

    [Fact]
    public async Task Create_that_commits_second_loses_though_it_began_first()
    {
        await using var first = await Store.OpenWriteAsync(s_path, BlobWriteMode.Create, Cancel);
        await first.WriteAsync(Bytes(SeveralBlocks), Cancel);
        Assert.True(await WriteAsync(s_path, Bytes(SeveralBlocks, seed: 2)));

        Assert.False(await first.CommitAsync(Cancel));

        await HoldsAsync(s_path, Bytes(SeveralBlocks, seed: 2));
    }

    [Fact]
    public async Task Readers_see_whole_versions_while_a_blob_is_replaced()
    {
        byte[][] versions = [.. Enumerable.Range(0, 8).Select(version => Enumerable.Repeat((byte)version, 100_000).ToArray())];
        await WriteAsync(s_path, versions[0]);

        var writing = Task.Run(
            async () =>
            {
                foreach (byte[] version in versions)
                    Assert.True(await WriteAsync(s_path, version, BlobWriteMode.Replace));
            },
            Cancel);
        do
            if (await ReadUnlessReplacedAsync() is { } seen)
                Assert.Equal((100_000, 1), (seen.Length, seen.Distinct().Count()));
        while (!writing.IsCompleted);
        await writing;

        Assert.Equal(versions[^1], await ReadAsync(s_path));
    }

    [Fact]
    public async Task Reader_of_a_replaced_blob_never_mixes_two_versions()
    {
        byte[] old = Bytes(1000, seed: 1);
        await WriteAsync(s_path, old);
        await using var reader = await Store.OpenReadAsync(s_path, Cancel);
        await WriteAsync(s_path, Bytes(1000, seed: 2), BlobWriteMode.Replace);

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
            return await ReadAsync(s_path);
        }
        catch (StorageException e) when (e.Message.Contains("changed", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
