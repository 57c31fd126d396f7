using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";
    private const string T5 = """{"model_type":"t5","tie_word_embeddings":false}""";
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reference_shards_hold_the_same_model_as_the_single_file()
    {
        await using var single = await TensorReading.OpenReferenceAsync("models", "tiny_v1024_e3d2_sharp_f32");
        await using var sharded = await TensorReading.OpenReferenceAsync("models", "tiny_v1024_e3d2_sharp_f32_sharded3");

        TensorReading.AssertSameBits(await single.ReadAllAsync(), await sharded.ReadAllAsync());
        Assert.Equal(single.StateDict.Select(entry => entry.Key), sharded.StateDict.Select(entry => entry.Key));
    }

    [Fact]
    public async Task Reference_file_with_copies_of_the_embedding_has_it_once_under_three_keys()
    {
        await using var folder = await TensorReading.OpenReferenceAsync("models", "tiny_v1024_e2d3_f32");

        string[] keys = [.. folder.StateDict.Where(entry => entry.Tensor.Name == TiedTensors.T5Embedding).Select(entry => entry.Key)];
        Assert.Equal(["decoder.embed_tokens.weight", "encoder.embed_tokens.weight", "shared.weight"], keys);
        Assert.Single(folder.Tensors, tensor => tensor.Name.Contains("embed", StringComparison.Ordinal) || tensor.Name == TiedTensors.T5Embedding);
        Assert.Contains("lm_head.weight", folder.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public async Task Tensor_stored_under_an_alias_alone_gets_its_canonical_name()
    {
        _folder.With("config.json", T5).With("model.safetensors", ("decoder.embed_tokens.weight", [1, 2]), ("lm_head.weight", [3]));

        await using var folder = await _folder.OpenAsync();

        var read = await folder.ReadAllAsync();
        Assert.Equal(["lm_head.weight", "shared.weight"], read.Keys);
        Assert.Equal([1, 2], read["shared.weight"]);
    }

    [Theory, InlineData("\"model_type\":\"t5\"", 1), InlineData("\"model_type\":\"t5\",\"tie_word_embeddings\":false", 2), InlineData("\"model_type\":\"gpt2\"", 2)]
    public async Task Output_layer_is_tied_in_T5_unless_told_otherwise(string config, int tensors)
    {
        _folder.With("config.json", $"{{{config}}}").With("model.safetensors", ("shared.weight", [1, 2]), ("lm_head.weight", [1, 2]));
        await using var folder = await _folder.OpenAsync();
        Assert.Equal(tensors, folder.Tensors.Count);
    }

    [Fact]
    public async Task Copies_that_differ_are_refused_by_name()
    {
        _folder.With("config.json", T5).With("model.safetensors", ("encoder.embed_tokens.weight", [1, 2]), ("shared.weight", [1, 3]));
        await RefusedAsync("'shared.weight' and 'encoder.embed_tokens.weight'", "embeddings tied");
    }

    [Fact]
    public async Task Copies_of_other_shapes_are_refused()
    {
        _folder.With("config.json", T5).With("model.safetensors", ("encoder.embed_tokens.weight", [1, 2, 3]), ("shared.weight", [1, 2]));
        await RefusedAsync("'shared.weight' and 'encoder.embed_tokens.weight'", "embeddings tied");
    }

    [Fact]
    public Task Empty_folder_says_what_was_looked_for() => RefusedAsync("the-model: no checkpoint there", "model.safetensors", "pytorch_model.bin");

    [Fact]
    public Task Folder_of_an_adapter_is_told_how_one_is_written()
    {
        _folder.With("adapter_config.json", "{}");
        return RefusedAsync("the-model is an adapter, not a model", "{ base: …, adapter: the-model }");
    }

    [Theory]
    [InlineData("", "not an index")]
    [InlineData("[]", "not an index")]
    [InlineData("{}", "not an index")]
    [InlineData("{\"weight_map\":[]}", "not an index")]
    [InlineData("{\"weight_map\":{}}", "empty")]
    [InlineData("{\"weight_map\":{\"a\":1}}", "not an index")]
    [InlineData("{\"weight_map\":{\"a\":null}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"\"}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"../s1.safetensors\"}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"/etc/s1.safetensors\"}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"x\\\\s1.safetensors\"}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"s1\\u0000.safetensors\"}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"s1.bin\"}}", "not the name of a .safetensors file")]
    [InlineData("{\"weight_map\":{\"a\":\"s1.safetensors\",\"a\":\"s2.safetensors\"}}", "twice")]
    public async Task Bad_index_is_refused_with_the_reason(string index, string why)
    {
        _folder.With(Index, index).With("s1.safetensors", ("a", [1])).With("s2.safetensors", ("b", [1]));
        await RefusedAsync($"the-model/{Index}", why, "again");
    }

    [Fact]
    public async Task Deep_index_is_refused()
    {
        _folder.With(Index, $$"""{"weight_map":{{string.Concat(Enumerable.Repeat("{\"a\":", 100_000))}}""");
        await RefusedAsync($"the-model/{Index}", "again");
    }

    [Theory]
    [InlineData("""{"a":"s1.safetensors","b":"s3.safetensors"}""", "the shard 's3.safetensors'", "missing")]
    [InlineData("""{"a":"s1.safetensors","b":"s1.safetensors"}""", "says that 's1.safetensors' holds tensor 'b'", "does not")]
    [InlineData("""{"a":"s1.safetensors","c":"s4.safetensors"}""", "tensor 'a' stands in two shards", "again")]
    public async Task Index_that_does_not_fit_its_shards_is_refused(string map, string what, string why)
    {
        _folder.With(Index, $"{{\"weight_map\":{map}}}").With("s1.safetensors", ("a", [1])).With("s2.safetensors", ("b", [1])).With("s4.safetensors", ("a", [1]), ("c", [2]));
        await RefusedAsync("the-model: ", what, why);
    }

    [Fact]
    public async Task Damaged_shard_is_named()
    {
        _folder.With(Index, """{"weight_map":{"a":"s1.safetensors"}}""").With("s1.safetensors", [1, 2, 3]);
        await RefusedAsync("s1.safetensors", "only 3 bytes");
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"model_type\":\"t5\",\"model_type\":\"t5\"}", "JSON")]
    [InlineData("{\"eps\":NaN}", "config.json: has NaN in line 1, which is no number in JSON. Write a number or null there.")]
    [InlineData("{\n\"a\": \"NaN\",\n\"b\": [1, -Infinity]}", "has -Infinity in line 3")]
    [InlineData("{\"a\": Infinity}", "has Infinity in line 1")]
    [InlineData("{\"a\": Nan}", "not valid JSON")]
    [InlineData("\uFEFF{}", "begins with a byte order mark, which JSON does not have. Save it as UTF-8 without one.")]
    [InlineData("{\"model_type\":\"t5\"} garbage", "not valid JSON: 'g' is invalid after a single JSON value")]
    [InlineData("{\"model_type\":\"t5\"}{}", "not valid JSON")]
    [InlineData("{\"model_type\":\"t5\",\"tie_word_embeddings\":1}", "true or false")]
    public async Task Bad_config_is_refused(string config, string why)
    {
        _folder.With("config.json", config).With("model.safetensors", ("a", [1]));
        await RefusedAsync("the-model/config.json", why);
    }

    [Theory, InlineData("{\"model_type\":\"t5\"} \n\t"), InlineData("{} // why")]
    public async Task Blanks_and_comments_behind_a_config_are_taken(string config)
    {
        _folder.With("config.json", config).With("model.safetensors", ("a", [1]));
        await using var model = await _folder.OpenAsync();
        Assert.NotNull(model.Config);
    }

    [Theory, InlineData("model.safetensors"), InlineData("pytorch_model.bin")]
    public async Task Pointer_of_git_lfs_is_told(string file)
    {
        _folder.With(file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n");
        await RefusedAsync(file, "pointer of Git LFS", "git lfs pull");
    }

    [Fact]
    public async Task Index_with_something_behind_it_is_refused()
    {
        _folder.With(Index, """{"weight_map":{"a":"s1.safetensors"}} garbage""").With("s1.safetensors", ("a", [1]));
        await RefusedAsync("not an index of shards");
    }

    private async Task RefusedAsync(params string[] parts)
    {
        var e = await Assert.ThrowsAsync<CheckpointException>(_folder.OpenAsync);
        Assert.All(parts, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }
}
