using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Export;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>A folder that holds something else is refused and stays as it is.</summary>
public sealed class ExportRefusalTests : IDisposable
{
    private readonly ExportBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Folder_of_somebody_elses_checkpoint_is_refused_and_stays()
    {
        string before = await File.ReadAllTextAsync(_bench.Folder["base", "config.json"], Token);

        var e = await Assert.ThrowsAsync<CheckpointException>(() => _bench.ExportAsync(to: "base"));

        Assert.Contains("Choose another folder", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_bench.Folder["base", "config.json"], Token));
    }

    [Theory]
    [InlineData("adapter_config.json"), InlineData("adapter_model.safetensors"), InlineData("adapter_model.bin"), InlineData("consolidated.safetensors"), InlineData("tokenizer.model")]
    public async Task Folder_that_holds_an_adapter_or_other_weights_is_refused_and_stays(string file)
    {
        Directory.CreateDirectory(_bench.Folder["theirs"]);
        await File.WriteAllTextAsync(_bench.Folder["theirs", file], "keep", Token);

        var e = await Assert.ThrowsAsync<CheckpointException>(() => _bench.ExportAsync(to: "theirs"));

        Assert.Contains("a checkpoint or an adapter that was not merged here. Choose another folder.", e.Message, StringComparison.Ordinal);
        Assert.Equal("keep", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_bench.Folder["theirs"])), Token));
    }

    [Fact]
    public async Task Folder_of_another_merge_is_refused()
    {
        await _bench.ExportAsync();

        var e = await Assert.ThrowsAsync<CheckpointException>(() => _bench.ExportAsync(digest: new('b', 64)));

        Assert.Contains("another merged checkpoint", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_that_is_there_in_files_of_another_size_is_refused_and_stays()
    {
        await _bench.ExportAsync(maxShardBytes: 40);
        var expected = _bench.Snapshot();

        var e = await Assert.ThrowsAsync<CheckpointException>(() => _bench.ExportAsync(maxShardBytes: 1L << 40));

        Assert.Contains("in files of another size", e.Message, StringComparison.Ordinal);
        Assert.Equal(expected, _bench.Snapshot());
        await (await MergedCheckpoint.FindAsync(_bench.Store, "out", Token))!.VerifyAsync(_bench.Store, "out", Token);
    }
}
