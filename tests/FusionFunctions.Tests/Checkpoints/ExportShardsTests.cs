using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>A merged checkpoint is written in shards of at most a size, and reads back whatever that is.</summary>
public sealed class ExportShardsTests : IDisposable
{
    private readonly ExportBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory, InlineData(1L << 40), InlineData(80), InlineData(40), InlineData(1)]
    public async Task Exported_folder_reads_back_whatever_the_shards(long maxShardBytes)
    {
        var record = await _bench.ExportAsync(maxShardBytes: maxShardBytes);

        Assert.Equal(ExportBench.Elements, await _bench.ReadAsync("out"));
        Assert.Equal(maxShardBytes < 80, File.Exists(_bench.Folder["out", "model.safetensors.index.json"]));
        await record.VerifyAsync(_bench.Store, "out", Token);
        Assert.Equal(
            [.. Directory.GetFiles(_bench.Folder["out"]).Select(file => Path.GetFileName(file)!).Where(file => file != "merge.json").Order(StringComparer.Ordinal)],
            record.Files.Select(file => file.Name));
        Assert.Contains("spiece.model", record.Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Index_has_the_total_size_and_shards_of_at_most_the_limit()
    {
        await _bench.ExportAsync(maxShardBytes: 40);

        var index = JsonNode.Parse(await File.ReadAllTextAsync(_bench.Folder["out", "model.safetensors.index.json"], Token))!;
        Assert.Equal(80, (int)index["metadata"]!["total_size"]!);
        Assert.Equal(
            """{"a":"model-00001-of-00002.safetensors","b":"model-00001-of-00002.safetensors","empty":"model-00001-of-00002.safetensors","z":"model-00002-of-00002.safetensors"}""",
            index["weight_map"]!.ToJsonString());
    }
}
