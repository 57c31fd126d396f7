using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class ExportTests : IDisposable
{
    private static readonly string s_digest = new('a', 64);
    private static readonly TensorInfo[] s_tensors =
    [
        new("a", TensorDType.F32, [4]), new("b", TensorDType.F32, [2, 3]), new("empty", TensorDType.F32, [0]), new("z", TensorDType.F32, [10]),
    ];

    private static readonly float[] s_elements = [.. Enumerable.Range(0, 20).Select(i => i / 8f)];
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryBlobStore _store;

    public ExportTests()
    {
        _store = new(_folder.Path);
        Directory.CreateDirectory(_folder["base"]);
        File.WriteAllText(_folder["base", "config.json"], """{"model_type":"bert", "eps": 1e-06, "torch_dtype": "float32", "architectures": ["BertModel"]}""");
        File.WriteAllText(_folder["base", "generation_config.json"], """{"max_length": 20}""");
        File.WriteAllBytes(_folder["base", "spiece.model"], [1, 2, 3]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(1L << 40), InlineData(80), InlineData(40), InlineData(1)]
    public async Task Exported_folder_reads_back_whatever_the_shards(long maxShardBytes)
    {
        var record = await ExportAsync(maxShardBytes: maxShardBytes);

        Assert.Equal(s_elements, await ReadAsync("out"));
        Assert.Equal(maxShardBytes < 80, File.Exists(_folder["out", "model.safetensors.index.json"]));
        await record.VerifyAsync(_store, "out", Token);
        Assert.Equal(
            [.. Directory.GetFiles(_folder["out"]).Select(file => Path.GetFileName(file)!).Where(file => file != "merge.json").Order(StringComparer.Ordinal)],
            record.Files.Select(file => file.Name));
        Assert.Contains("spiece.model", record.Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Index_has_the_total_size_and_shards_of_at_most_the_limit()
    {
        await ExportAsync(maxShardBytes: 40);

        var index = JsonNode.Parse(await File.ReadAllTextAsync(_folder["out", "model.safetensors.index.json"], Token))!;
        Assert.Equal(80, (int)index["metadata"]!["total_size"]!);
        Assert.Equal(
            """{"a":"model-00001-of-00002.safetensors","b":"model-00001-of-00002.safetensors","empty":"model-00001-of-00002.safetensors","z":"model-00002-of-00002.safetensors"}""",
            index["weight_map"]!.ToJsonString());
    }

    [Fact]
    public async Task Record_reads_back_as_it_was_written()
    {
        Assert.Null(await MergedCheckpoint.FindAsync(_store, "out", Token));

        var written = await ExportAsync();

        var found = await MergedCheckpoint.FindAsync(_store, "out", Token);
        Assert.Equal(JsonSerializer.Serialize(written), JsonSerializer.Serialize(found));
        Assert.Equal(s_digest, found!.Digest);
    }

    [Theory, InlineData(TensorDType.F32, null), InlineData(TensorDType.BF16, "bfloat16"), InlineData(TensorDType.F16, "float16")]
    public async Task Config_tells_the_type_of_the_weights_and_is_untouched_otherwise(TensorDType dtype, string? changed)
    {
        await ExportAsync(tensors: [.. s_tensors.Select(tensor => tensor with { DType = dtype })]);

        string before = await File.ReadAllTextAsync(_folder["base", "config.json"], Token), after = await File.ReadAllTextAsync(_folder["out", "config.json"], Token);
        if (changed is null)
            Assert.Equal(before, after);
        else
            Assert.Equal(JsonNode.Parse(before.Replace("float32", changed, StringComparison.Ordinal))!.ToJsonString(), JsonNode.Parse(after)!.ToJsonString());
        Assert.Contains("1e-06", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_and_concurrent_exports_end_well_with_the_same_bytes()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ExportAsync(maxShardBytes: 40))));
        var first = Snapshot();

        var record = await ExportAsync(maxShardBytes: 40);

        Assert.Equal(first, Snapshot());
        await record.VerifyAsync(_store, "out", Token);
        Assert.False(File.Exists(_folder["out", "merge.incomplete.json"]));
    }

    [Fact]
    public async Task Interrupted_export_is_not_complete_and_the_next_one_takes_over()
    {
        await using (var writer = await BeginAsync(40, s_tensors))
            await writer.WriteAsync(s_elements.Select(element => element + 1).ToArray().AsMemory(0, 15), Token);
        Assert.True(File.Exists(_folder["out", "model-00001-of-00002.safetensors"]));
        Assert.Null(await MergedCheckpoint.FindAsync(_store, "out", Token));

        var record = await ExportAsync();

        Assert.Equal(s_elements, await ReadAsync("out"));
        await record.VerifyAsync(_store, "out", Token);
        Assert.Empty(Directory.GetFiles(_folder["out"], "model-*"));
        Assert.Empty(Directory.GetFiles(_folder["out"], ".tmp*"));
        Assert.False(File.Exists(_folder["out", "merge.incomplete.json"]));
    }

    [Fact]
    public async Task Whole_shards_of_an_interrupted_export_are_not_written_again()
    {
        await ExportAsync(to: "fresh", maxShardBytes: 40);
        await InterruptAsync();
        await using (var writer = await BeginAsync(40, s_tensors))
            Assert.Equal(["a", "b", "empty"], writer.Finished.Order(StringComparer.Ordinal));
        var written = File.GetLastWriteTimeUtc(_folder["out", "model-00001-of-00002.safetensors"]);

        var record = await ExportAsync(maxShardBytes: 40);

        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder["out", "model-00001-of-00002.safetensors"]));
        Assert.Equal((await MergedCheckpoint.FindAsync(_store, "fresh", Token))!.Files, record.Files);
        await record.VerifyAsync(_store, "out", Token);
    }

    [Theory, InlineData("damaged"), InlineData("missing"), InlineData("other limit"), InlineData("other recipe"), InlineData("damaged marker"), InlineData("foreign names")]
    public async Task Shards_that_may_be_wrong_are_written_again(string what)
    {
        await InterruptAsync();
        string shard = _folder["out", "model-00001-of-00002.safetensors"], marker = _folder["out", "merge.incomplete.json"];
        if (what == "damaged")
            await File.WriteAllBytesAsync(shard, [.. (await File.ReadAllBytesAsync(shard, Token))[..^1], 77], Token);
        if (what == "missing")
            File.Delete(shard);
        if (what == "damaged marker")
            await File.WriteAllTextAsync(marker, "{", Token);
        if (what == "foreign names")
            await File.WriteAllTextAsync(marker, (await File.ReadAllTextAsync(marker, Token)).Replace("model-00001", "../model-00001", StringComparison.Ordinal), Token);

        await using var writer = await BeginAsync(what == "other limit" ? 41 : 40, s_tensors, digest: what == "other recipe" ? new('c', 64) : null);

        Assert.Empty(writer.Finished);
    }

    [Fact]
    public async Task Folder_of_somebody_elses_checkpoint_is_refused_and_stays()
    {
        string before = await File.ReadAllTextAsync(_folder["base", "config.json"], Token);

        var e = await Assert.ThrowsAsync<CheckpointException>(() => ExportAsync(to: "base"));

        Assert.Contains("Choose another folder", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_folder["base", "config.json"], Token));
    }

    [Theory]
    [InlineData("adapter_config.json"), InlineData("adapter_model.safetensors"), InlineData("adapter_model.bin"), InlineData("consolidated.safetensors"), InlineData("tokenizer.model")]
    public async Task Folder_that_holds_an_adapter_or_other_weights_is_refused_and_stays(string file)
    {
        Directory.CreateDirectory(_folder["theirs"]);
        await File.WriteAllTextAsync(_folder["theirs", file], "keep", Token);

        var e = await Assert.ThrowsAsync<CheckpointException>(() => ExportAsync(to: "theirs"));

        Assert.Contains("a checkpoint or an adapter that was not merged here. Choose another folder.", e.Message, StringComparison.Ordinal);
        Assert.Equal("keep", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder["theirs"])), Token));
    }

    [Fact]
    public async Task Small_files_of_every_family_are_copied_and_code_is_not()
    {
        string[] files = ["tokenizer.model", "sentencepiece.bpe.model", "spm.model", "source.spm", "target.spm", "chat_template.jinja", "preprocessor_config.json"];
        foreach (string file in files.Append("modeling_own.py"))
            await File.WriteAllTextAsync(_folder["base", file], file, Token);

        var record = await ExportAsync();

        Assert.All(files, file => Assert.Equal(file, File.ReadAllText(_folder["out", file])));
        Assert.Subset(record.Files.Select(file => file.Name).ToHashSet(), files.ToHashSet());
        Assert.False(File.Exists(_folder["out", "modeling_own.py"]));
    }

    [Fact]
    public async Task Folder_of_another_merge_is_refused()
    {
        await ExportAsync();

        var e = await Assert.ThrowsAsync<CheckpointException>(() => ExportAsync(digest: new('b', 64)));

        Assert.Contains("another merged checkpoint", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model-00002-of-00002.safetensors", true)]
    [InlineData("model-00002-of-00002.safetensors", false)]
    [InlineData("config.json", true)]
    public async Task Export_that_was_damaged_since_is_not_there_and_the_next_one_mends_it(string file, bool isMissing)
    {
        await ExportAsync(maxShardBytes: 40);
        Assert.NotNull(await MergedCheckpoint.FindWholeAsync(_store, "out", s_digest, Token));
        var expected = Snapshot();
        var kept = File.GetLastWriteTimeUtc(_folder["out", "model-00001-of-00002.safetensors"]);
        if (isMissing)
            File.Delete(_folder["out", file]);
        else
            await File.WriteAllBytesAsync(_folder["out", file], new byte[3], Token);

        Assert.Null(await MergedCheckpoint.FindWholeAsync(_store, "out", s_digest, Token));
        var record = await ExportAsync(maxShardBytes: 40);

        Assert.Equal(expected, Snapshot());
        Assert.Equal(kept, File.GetLastWriteTimeUtc(_folder["out", "model-00001-of-00002.safetensors"]));
        await record.VerifyAsync(_store, "out", Token);
    }

    [Fact]
    public async Task Export_that_is_there_in_files_of_another_size_is_refused_and_stays()
    {
        await ExportAsync(maxShardBytes: 40);
        var expected = Snapshot();

        var e = await Assert.ThrowsAsync<CheckpointException>(() => ExportAsync(maxShardBytes: 1L << 40));

        Assert.Contains("in files of another size", e.Message, StringComparison.Ordinal);
        Assert.Equal(expected, Snapshot());
        await (await MergedCheckpoint.FindAsync(_store, "out", Token))!.VerifyAsync(_store, "out", Token);
    }

    [Theory, InlineData("model.safetensors"), InlineData("config.json"), InlineData("README.md")]
    public async Task Verification_names_the_file_that_is_damaged_or_missing(string file)
    {
        var record = await ExportAsync();
        byte[] bytes = await File.ReadAllBytesAsync(_folder["out", file], Token);
        bytes[^1] ^= 1;

        await File.WriteAllBytesAsync(_folder["out", file], bytes, Token);
        Assert.Contains($"out/{file}", (await Assert.ThrowsAsync<CheckpointException>(() => record.VerifyAsync(_store, "out", Token))).Message, StringComparison.Ordinal);
        File.Delete(_folder["out", file]);
        Assert.Contains("missing", (await Assert.ThrowsAsync<CheckpointException>(() => record.VerifyAsync(_store, "out", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_record_is_an_error_that_names_it()
    {
        await ExportAsync();
        string text = await File.ReadAllTextAsync(_folder["out", "merge.json"], Token);
        string[] bad =
        [
            "", "null", "[]", "{}", text[..^5], text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), text.Replace(s_digest, "x", StringComparison.Ordinal),
            text.Replace("\"name\": \"README.md\"", "\"name\": \"../README.md\"", StringComparison.Ordinal), text.Replace("\"files\"", "\"digest\"", StringComparison.Ordinal),
            text.Replace("\"recipe\": {", "\"recipe\": null, \"x\": {", StringComparison.Ordinal),
        ];
        foreach (string damaged in bad)
        {
            await File.WriteAllTextAsync(_folder["out", "merge.json"], damaged, Token);
            var e = await Assert.ThrowsAsync<CheckpointException>(() => MergedCheckpoint.FindAsync(_store, "out", Token));
            Assert.Contains("out/merge.json", e.Message, StringComparison.Ordinal);
            Assert.Contains("merge again", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Model_card_has_front_matter_the_recipe_and_no_place_on_this_machine()
    {
        await ExportAsync();

        string card = await File.ReadAllTextAsync(_folder["out", "README.md"], Token);
        Assert.StartsWith("---\nbase_model:\n- org/base-1.0\nlibrary_name: transformers\ntags:\n- merge\n- fusionfunctions\n---\n", card, StringComparison.Ordinal);
        Assert.Contains("`{\"scaling_factor\":0.3}`", card, StringComparison.Ordinal);
        Assert.Contains("| `glue-co\\|la` | a local folder | `d1` |", card, StringComparison.Ordinal);
        Assert.Contains("BertModel.from_pretrained", card, StringComparison.Ordinal);
        Assert.Contains("AutoTokenizer", card, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 40, false)]
    [InlineData(40, false)]
    [InlineData(40, true)]
    public async Task Export_with_digests_taken_ahead_of_the_writing_is_the_same(long maxShardBytes, bool isInterrupted)
    {
        await ExportAsync(maxShardBytes: maxShardBytes);
        var expected = Snapshot();
        Directory.Delete(_folder["out"], recursive: true);
        if (isInterrupted)
            await InterruptAsync();

        var record = await ExportAsync(maxShardBytes: maxShardBytes, digestsFirst: true);

        Assert.Equal(expected, Snapshot());
        await record.VerifyAsync(_store, "out", Token);
    }

    private async Task<MergedCheckpoint> ExportAsync(
        string to = "out", long maxShardBytes = 1L << 40, string? digest = null, TensorInfo[]? tensors = null, bool digestsFirst = false)
    {
        await using var writer = await BeginAsync(maxShardBytes, tensors ?? s_tensors, to, digest);
        float[] missing = [.. s_tensors.SelectMany((tensor, i) => writer.Finished.Contains(tensor.Name) ? [] : ElementsOf(i))];
        if (digestsFirst)
            foreach (float[] part in missing.Chunk(5))
                writer.Digest(part);
        for (int at = 0; at < missing.Length; at += 7)
            await writer.WriteAsync(missing.AsMemory(at, Math.Min(7, missing.Length - at)), Token);
        return await writer.CompleteAsync(new() { ["tensors"] = 4, ["statistics"] = new JsonObject { ["kth"] = "NaN" } }, Token);
    }

    /// <summary>In the second shard.</summary>
    private async Task InterruptAsync()
    {
        await using var writer = await BeginAsync(40, s_tensors);
        await writer.WriteAsync(s_elements.AsMemory(0, 15), Token);
    }

    private static IEnumerable<float> ElementsOf(int tensor) =>
        s_elements.Skip((int)s_tensors[..tensor].Sum(before => before.ElementCount)).Take((int)s_tensors[tensor].ElementCount);

    private Task<MergedCheckpointWriter> BeginAsync(long maxShardBytes, TensorInfo[] tensors, string to = "out", string? digest = null) =>
        MergedCheckpointWriter.BeginAsync(
            new(_store, to, new(_store, "base", "base"))
            {
                MaxShardBytes = maxShardBytes,
                HubNames = new Dictionary<string, string> { ["_pretrained_"] = "org/base-1.0", ["glue-co|la"] = _folder["cola"] },
            },
            digest ?? s_digest,
            (JsonObject)JsonNode.Parse(
                """{"inputs":[{"name":"_pretrained_","digest":"d0"},{"name":"glue-co|la","digest":"d1"}],"method":"task_arithmetic","output_dtype":null,"parameters":{"scaling_factor":0.3}}""")!,
            tensors,
            Token);

    private async Task<float[]> ReadAsync(string folder)
    {
        await using var opened = await CheckpointFolder.OpenAsync(_store, folder, folder, Token);
        var elements = new List<float>();
        foreach (var tensor in opened.Tensors)
        {
            float[] part = new float[tensor.ElementCount];
            await opened.ReadAsync(tensor, 0, part, Token);
            elements.AddRange(part);
        }
        return [.. elements];
    }

    private Dictionary<string, string> Snapshot() =>
        Directory.GetFiles(_folder["out"]).ToDictionary(file => file, file => Convert.ToBase64String(File.ReadAllBytes(file)));
}
