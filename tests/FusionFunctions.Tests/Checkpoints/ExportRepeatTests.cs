using FusionFunctions.Checkpoints.Export;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>An export that is done again, or in another way, has the same bytes.</summary>
public sealed class ExportRepeatTests : IDisposable
{
    private readonly ExportBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Repeated_and_concurrent_exports_end_well_with_the_same_bytes()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _bench.ExportAsync(maxShardBytes: 40))));
        var first = _bench.Snapshot();

        var record = await _bench.ExportAsync(maxShardBytes: 40);

        Assert.Equal(first, _bench.Snapshot());
        await record.VerifyAsync(_bench.Store, "out", Token);
        Assert.False(File.Exists(_bench.Folder["out", "merge.incomplete.json"]));
    }

    [Theory]
    [InlineData("model-00002-of-00002.safetensors", true)]
    [InlineData("model-00002-of-00002.safetensors", false)]
    [InlineData("config.json", true)]
    public async Task Export_that_was_damaged_since_is_not_there_and_the_next_one_mends_it(string file, bool isMissing)
    {
        await _bench.ExportAsync(maxShardBytes: 40);
        Assert.NotNull(await MergedCheckpoint.FindWholeAsync(_bench.Store, "out", ExportBench.Digest, Token));
        var expected = _bench.Snapshot();
        var kept = File.GetLastWriteTimeUtc(_bench.Folder["out", "model-00001-of-00002.safetensors"]);
        if (isMissing)
            File.Delete(_bench.Folder["out", file]);
        else
            await File.WriteAllBytesAsync(_bench.Folder["out", file], new byte[3], Token);

        Assert.Null(await MergedCheckpoint.FindWholeAsync(_bench.Store, "out", ExportBench.Digest, Token));
        var record = await _bench.ExportAsync(maxShardBytes: 40);

        Assert.Equal(expected, _bench.Snapshot());
        Assert.Equal(kept, File.GetLastWriteTimeUtc(_bench.Folder["out", "model-00001-of-00002.safetensors"]));
        await record.VerifyAsync(_bench.Store, "out", Token);
    }

    [Theory]
    [InlineData(1L << 40, false)]
    [InlineData(40, false)]
    [InlineData(40, true)]
    public async Task Export_with_digests_taken_ahead_of_the_writing_is_the_same(long maxShardBytes, bool isInterrupted)
    {
        await _bench.ExportAsync(maxShardBytes: maxShardBytes);
        var expected = _bench.Snapshot();
        Directory.Delete(_bench.Folder["out"], recursive: true);
        if (isInterrupted)
            await _bench.InterruptAsync();

        var record = await _bench.ExportAsync(maxShardBytes: maxShardBytes, digestsFirst: true);

        Assert.Equal(expected, _bench.Snapshot());
        await record.VerifyAsync(_bench.Store, "out", Token);
    }
}
