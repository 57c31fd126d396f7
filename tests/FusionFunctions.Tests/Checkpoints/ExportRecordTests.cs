using System.Text.Json;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Export;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>The record of a merged checkpoint, and what it tells of the files beside it.</summary>
public sealed class ExportRecordTests : IDisposable
{
    private readonly ExportBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Record_reads_back_as_it_was_written()
    {
        Assert.Null(await MergedCheckpoint.FindAsync(_bench.Store, "out", Token));

        var written = await _bench.ExportAsync();

        var found = await MergedCheckpoint.FindAsync(_bench.Store, "out", Token);
        Assert.Equal(JsonSerializer.Serialize(written), JsonSerializer.Serialize(found));
        Assert.Equal(ExportBench.Digest, found!.Digest);
    }

    [Fact]
    public async Task Damaged_record_is_an_error_that_names_it()
    {
        await _bench.ExportAsync();
        string text = await File.ReadAllTextAsync(_bench.Folder["out", "merge.json"], Token);
        string[] bad =
        [
            "", "null", "[]", "{}", text[..^5], text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), text.Replace(ExportBench.Digest, "x", StringComparison.Ordinal),
            text.Replace("\"name\": \"README.md\"", "\"name\": \"../README.md\"", StringComparison.Ordinal), text.Replace("\"files\"", "\"digest\"", StringComparison.Ordinal),
            text.Replace("\"recipe\": {", "\"recipe\": null, \"x\": {", StringComparison.Ordinal),
        ];
        foreach (string damaged in bad)
        {
            await File.WriteAllTextAsync(_bench.Folder["out", "merge.json"], damaged, Token);
            var e = await Assert.ThrowsAsync<CheckpointException>(() => MergedCheckpoint.FindAsync(_bench.Store, "out", Token));
            Assert.Contains("out/merge.json", e.Message, StringComparison.Ordinal);
            Assert.Contains("merge again", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("model.safetensors"), InlineData("config.json"), InlineData("README.md")]
    public async Task Verification_names_the_file_that_is_damaged_or_missing(string file)
    {
        var record = await _bench.ExportAsync();
        byte[] bytes = await File.ReadAllBytesAsync(_bench.Folder["out", file], Token);
        bytes[^1] ^= 1;

        await File.WriteAllBytesAsync(_bench.Folder["out", file], bytes, Token);
        Assert.Contains($"out/{file}", (await Assert.ThrowsAsync<CheckpointException>(() => record.VerifyAsync(_bench.Store, "out", Token))).Message, StringComparison.Ordinal);
        File.Delete(_bench.Folder["out", file]);
        Assert.Contains("missing", (await Assert.ThrowsAsync<CheckpointException>(() => record.VerifyAsync(_bench.Store, "out", Token))).Message, StringComparison.Ordinal);
    }
}
