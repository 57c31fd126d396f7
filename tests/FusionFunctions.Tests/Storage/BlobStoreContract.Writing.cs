using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Theory, InlineData(0), InlineData(1), InlineData(1 << 20), InlineData(null)]
    public async Task Blob_comes_back_as_it_was_written(int? length)
    {
        byte[] bytes = Bytes(length ?? SeveralBlocks);

        Assert.True(await WriteAsync(s_path, bytes));

        await HoldsAsync(s_path, bytes);
        var entry = await Store.FindAsync(s_path, Cancel);
        Assert.Equal((s_path, bytes.Length), (entry!.Path, entry.Length));
        Assert.Equal(TimeSpan.Zero, entry.LastModified.Offset);
        Assert.NotEqual(default, entry.LastModified);
    }

    [Fact]
    public async Task Blob_written_in_odd_pieces_is_the_pieces_in_order()
    {
        byte[] bytes = Bytes(SeveralBlocks);
        await using (var writer = await Store.OpenWriteAsync(s_path, BlobWriteMode.Create, Cancel))
        {
            byte[] piece = new byte[70_001];
            for (int offset = 0; offset < bytes.Length; offset += piece.Length)
            {
                var part = bytes.AsSpan(offset, Math.Min(piece.Length, bytes.Length - offset));
                part.CopyTo(piece);
                await writer.WriteAsync(piece.AsMemory(0, part.Length), Cancel);
                piece.AsSpan().Clear();
            }
            Assert.True(await writer.CommitAsync(Cancel));
        }

        await HoldsAsync(s_path, bytes);
    }

    [Theory, InlineData(10), InlineData(null)]
    public async Task Nothing_is_visible_before_the_commit(int? length)
    {
        await using var writer = await Store.OpenWriteAsync(s_path, BlobWriteMode.Create, Cancel);
        await writer.WriteAsync(Bytes(length ?? SeveralBlocks), Cancel);

        await AbsentAsync(s_path);
        Assert.Empty(await ListAsync());
        Assert.True(await writer.CommitAsync(Cancel));
        Assert.Equal([s_path.Value], await ListAsync());
    }

    [Theory, InlineData(10), InlineData(null)]
    public async Task Writer_that_does_not_commit_leaves_nothing(int? length)
    {
        await using (var writer = await Store.OpenWriteAsync(s_path, BlobWriteMode.Replace, Cancel))
            await writer.WriteAsync(Bytes(length ?? SeveralBlocks), Cancel);

        await AbsentAsync(s_path);
        Assert.Empty(await ListAsync());
        Assert.True(await WriteAsync(s_path, [1]));
    }

    [Fact]
    public async Task Writer_that_does_not_commit_changes_nothing()
    {
        await WriteAsync(s_path, [1, 2]);

        await using (var writer = await Store.OpenWriteAsync(s_path, BlobWriteMode.Replace, Cancel))
            await writer.WriteAsync(Bytes(SeveralBlocks), Cancel);

        Assert.Equal([1, 2], await ReadAsync(s_path));
    }

    [Theory, InlineData(3), InlineData(0), InlineData(null)]
    public async Task Create_keeps_the_blob_that_exists(int? length)
    {
        Assert.True(await WriteAsync(s_path, [1, 2]));

        Assert.False(await WriteAsync(s_path, Bytes(length ?? SeveralBlocks)));

        Assert.Equal([1, 2], await ReadAsync(s_path));
    }

    [Theory, InlineData(3), InlineData(0), InlineData(null)]
    public async Task Replace_replaces_the_blob_that_exists(int? length)
    {
        await WriteAsync(s_path, Bytes(SeveralBlocks, seed: 2));
        byte[] bytes = Bytes(length ?? SeveralBlocks);

        Assert.True(await WriteAsync(s_path, bytes, BlobWriteMode.Replace));

        await HoldsAsync(s_path, bytes);
    }
}
