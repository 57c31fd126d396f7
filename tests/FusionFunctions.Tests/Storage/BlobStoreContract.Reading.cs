using CsCheck;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Storage;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Any_range_holds_the_bytes_of_that_range()
    {
        byte[] bytes = Bytes(SeveralBlocks);
        await WriteAsync(s_path, bytes);
        await using var reader = await Store.OpenReadAsync(s_path, Cancel);
        Assert.Equal(bytes.Length, reader.Length);

        var ranges = Gen.Select(Gen.Int[0, bytes.Length], Gen.Int[0, bytes.Length], (a, b) => (Start: Math.Min(a, b), End: Math.Max(a, b)));
        await ranges.SampleAsync(
            async range =>
            {
                byte[] buffer = new byte[range.End - range.Start];
                await reader.ReadAsync(range.Start, buffer, Cancel);
                Assert.True(bytes.AsSpan()[range.Start..range.End].SequenceEqual(buffer));
            },
            iter: 20);
    }

    [Theory]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    [InlineData(-1, 1)]
    [InlineData(-1, 0)]
    [InlineData(5, 6)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 1)]
    public async Task Range_that_is_not_inside_the_blob_is_refused(long offset, int count)
    {
        await WriteAsync(s_path, Bytes(10));
        await using var reader = await Store.OpenReadAsync(s_path, Cancel);

        var error = await Assert.ThrowsAsync<StorageException>(async () => await reader.ReadAsync(offset, new byte[count], Cancel));

        Assert.Contains($"'{reader.Name}' has 10 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(0), InlineData(4), InlineData(10)]
    public async Task Empty_range_inside_the_blob_reads_nothing(long offset)
    {
        await WriteAsync(s_path, Bytes(10));
        await using var reader = await Store.OpenReadAsync(s_path, Cancel);

        await reader.ReadAsync(offset, Memory<byte>.Empty, Cancel);

        byte[] all = new byte[10];
        await reader.ReadAsync(0, all, Cancel);
        Assert.Equal(Bytes(10), all);
    }

    [Fact]
    public async Task Concurrent_reads_of_one_reader_do_not_disturb_each_other()
    {
        byte[] bytes = Bytes(SeveralBlocks);
        await WriteAsync(s_path, bytes);
        await using var reader = await Store.OpenReadAsync(s_path, Cancel);
        int part = bytes.Length / 16;

        await Parallel.ForAsync(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (i, cancel) =>
        {
            byte[] buffer = new byte[part];
            await reader.ReadAsync((long)i * part, buffer, cancel);
            Assert.True(bytes.AsSpan(i * part, part).SequenceEqual(buffer));
        });
    }

    [Fact]
    public async Task Stream_over_a_blob_reads_to_its_end_and_seeks()
    {
        byte[] bytes = Bytes(300_000);
        await WriteAsync(s_path, bytes);
        await using var stream = new BlobReaderStream(await Store.OpenReadAsync(s_path, Cancel));
        using var copy = new MemoryStream();

        await stream.CopyToAsync(copy, Cancel);
        Assert.Equal(bytes, copy.ToArray());
        stream.Seek(-10, SeekOrigin.End);
        byte[] last = new byte[10];
        await stream.ReadExactlyAsync(last, Cancel);
        Assert.Equal(bytes[^10..], last);
        Assert.Equal(0, await stream.ReadAsync(last, Cancel));
    }
}
