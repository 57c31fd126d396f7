using FusionFunctions.Checkpoints.Export;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>An export that was interrupted is gone on with: whole shards stay, doubtful ones are written again.</summary>
public sealed class ExportResumeTests : IDisposable
{
    private readonly ExportBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Interrupted_export_is_not_complete_and_the_next_one_takes_over()
    {
        await using (var writer = await _bench.BeginAsync(40))
            await writer.WriteAsync(ExportBench.Elements.Select(element => element + 1).ToArray().AsMemory(0, 15), Token);
        Assert.True(File.Exists(_bench.Folder["out", "model-00001-of-00002.safetensors"]));
        Assert.Null(await MergedCheckpoint.FindAsync(_bench.Store, "out", Token));

        var record = await _bench.ExportAsync();

        Assert.Equal(ExportBench.Elements, await _bench.ReadAsync("out"));
        await record.VerifyAsync(_bench.Store, "out", Token);
        Assert.Empty(Directory.GetFiles(_bench.Folder["out"], "model-*"));
        Assert.Empty(Directory.GetFiles(_bench.Folder["out"], ".tmp*"));
        Assert.False(File.Exists(_bench.Folder["out", "merge.incomplete.json"]));
    }

    [Fact]
    public async Task Whole_shards_of_an_interrupted_export_are_not_written_again()
    {
        await _bench.ExportAsync(to: "fresh", maxShardBytes: 40);
        await _bench.InterruptAsync();
        await using (var writer = await _bench.BeginAsync(40))
            Assert.Equal(["a", "b", "empty"], writer.Finished.Order(StringComparer.Ordinal));
        var written = File.GetLastWriteTimeUtc(_bench.Folder["out", "model-00001-of-00002.safetensors"]);

        var record = await _bench.ExportAsync(maxShardBytes: 40);

        Assert.Equal(written, File.GetLastWriteTimeUtc(_bench.Folder["out", "model-00001-of-00002.safetensors"]));
        Assert.Equal((await MergedCheckpoint.FindAsync(_bench.Store, "fresh", Token))!.Files, record.Files);
        await record.VerifyAsync(_bench.Store, "out", Token);
    }

    [Theory, InlineData("damaged"), InlineData("missing"), InlineData("other limit"), InlineData("other recipe"), InlineData("damaged marker"), InlineData("foreign names")]
    public async Task Shards_that_may_be_wrong_are_written_again(string what)
    {
        await _bench.InterruptAsync();
        string shard = _bench.Folder["out", "model-00001-of-00002.safetensors"], marker = _bench.Folder["out", "merge.incomplete.json"];
        if (what == "damaged")
            await File.WriteAllBytesAsync(shard, [.. (await File.ReadAllBytesAsync(shard, Token))[..^1], 77], Token);
        if (what == "missing")
            File.Delete(shard);
        if (what == "damaged marker")
            await File.WriteAllTextAsync(marker, "{", Token);
        if (what == "foreign names")
            await File.WriteAllTextAsync(marker, (await File.ReadAllTextAsync(marker, Token)).Replace("model-00001", "../model-00001", StringComparison.Ordinal), Token);

        await using var writer = await _bench.BeginAsync(what == "other limit" ? 41 : 40, digest: what == "other recipe" ? new('c', 64) : null);

        Assert.Empty(writer.Finished);
    }
}
