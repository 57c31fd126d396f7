using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubSelectionTests
{
    private const string Index = """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors", "c": "model-00001-of-00002.safetensors"}}""";

    [Fact]
    public async Task Model_with_an_index_brings_its_shards()
    {
        var files = await FetchAsync(HubFileSelection.Model, repository => repository
            .Add("config.json", "{}").Add("model.safetensors.index.json", Index)
            .Add("model-00001-of-00002.safetensors", HubBench.Bytes(10), large: true).Add("model-00002-of-00002.safetensors", HubBench.Bytes(20), large: true)
            .Add("model-00003-of-00003.safetensors", HubBench.Bytes(30), large: true).Add("pytorch_model.bin", HubBench.Bytes(40), large: true));
        Assert.Equal(["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"], files);
    }

    [Fact]
    public async Task Model_prefers_one_safetensors_file_to_all_else()
    {
        var files = await FetchAsync(HubFileSelection.Model, repository => repository
            .Add("config.json", "{}").Add("generation_config.json", "{}").Add("tokenizer.json", "{}").Add("tokenizer_config.json", "{}").Add("special_tokens_map.json", "{}")
            .Add("model.safetensors", HubBench.Bytes(10), large: true).Add("model.safetensors.index.json", Index)
            .Add("pytorch_model.bin", HubBench.Bytes(40), large: true).Add("flax_model.msgpack", HubBench.Bytes(50), large: true).Add("onnx/model.onnx", "x"));
        Assert.Equal(
            ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "model.safetensors"], files);
    }

    [Fact]
    public async Task Model_without_safetensors_brings_the_pytorch_file() =>
        Assert.Equal(["config.json", "pytorch_model.bin"], await FetchAsync(HubFileSelection.Model, repository => repository
            .Add("config.json", "{}").Add("pytorch_model.bin", HubBench.Bytes(40), large: true).Add("rust_model.ot", "x")));

    [Fact]
    public async Task Model_without_safetensors_brings_the_pytorch_shards() =>
        Assert.Equal(["config.json", "pytorch_model.bin.index.json", "pytorch_model-00001-of-00001.bin"], await FetchAsync(HubFileSelection.Model, repository => repository
            .Add("config.json", "{}").Add("pytorch_model.bin.index.json", """{"weight_map": {"a": "pytorch_model-00001-of-00001.bin"}}""")
            .Add("pytorch_model-00001-of-00001.bin", HubBench.Bytes(40), large: true)));

    [Fact]
    public async Task Model_with_a_shard_missing_says_which() =>
        await FailsAsync(HubFileSelection.Model, "'model-00001-of-00002.safetensors'", repository => repository
            .Add("config.json", "{}").Add("model.safetensors.index.json", Index));

    [Fact]
    public async Task Model_with_an_index_that_leaves_its_folder_is_refused()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Add("org/other").Add("config.json", "{}").Add("model.safetensors.index.json", """{"weight_map": {"a": "../../x.safetensors"}}""");
        await Assert.ThrowsAnyAsync<CheckpointException>(() => bench.Fetcher().FetchAsync(
            HubRepository.Model("org/other"), null, HubFileSelection.Model, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Model_without_weights_says_what_was_looked_for() =>
        await FailsAsync(HubFileSelection.Model, "model.safetensors", repository => repository.Add("config.json", "{}").Add("tf_model.h5", "x"));

    [Fact]
    public async Task Model_without_config_is_none() =>
        await FailsAsync(HubFileSelection.Model, "config.json", repository => repository.Add("model.safetensors", HubBench.Bytes(10), large: true));

    [Fact]
    public async Task Model_that_is_an_adapter_says_how_to_write_it() =>
        await FailsAsync(HubFileSelection.Model, "{ base: …, adapter: org/other }", repository => repository
            .Add("adapter_config.json", "{}").Add("adapter_model.bin", HubBench.Bytes(10), large: true));

    [Fact]
    public async Task Adapter_prefers_safetensors() =>
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors"], await FetchAsync(HubFileSelection.Adapter, repository => repository
            .Add("adapter_config.json", "{}").Add("adapter_model.bin", "x").Add("adapter_model.safetensors", "y").Add("README.md", "z")));

    [Fact]
    public async Task Adapter_without_safetensors_brings_the_pytorch_file() =>
        Assert.Equal(["adapter_config.json", "adapter_model.bin"], await FetchAsync(HubFileSelection.Adapter, repository => repository
            .Add("adapter_config.json", "{}").Add("adapter_model.bin", HubBench.Bytes(10), large: true)));

    [Fact]
    public async Task Adapter_that_is_a_model_says_so() =>
        await FailsAsync(HubFileSelection.Adapter, "adapter_config.json", repository => repository.Add("config.json", "{}").Add("model.safetensors", "x"));

    [Fact]
    public async Task Tokenizer_is_whatever_files_of_one_there_are() =>
        Assert.Equal(
            ["tokenizer.json", "tokenizer.model"],
            await FetchAsync(HubFileSelection.Tokenizer, repository => repository.Add("tokenizer.json", "{}").Add("tokenizer.model", "pieces").Add("run.py", "1")));

    [Fact]
    public async Task Repository_without_a_tokenizer_says_what_to_do() =>
        await FailsAsync(HubFileSelection.Tokenizer, "has no files of a tokenizer", repository => repository.Add("config.json", "{}"));

    [Fact]
    public async Task Model_brings_the_small_files_of_every_family() =>
        Assert.Equal(
            ["config.json", "preprocessor_config.json", "source.spm", "target.spm", "chat_template.jinja", "model.safetensors"],
            await FetchAsync(HubFileSelection.Model, repository => repository
                .Add("config.json", "{}").Add("preprocessor_config.json", "{}").Add("source.spm", "s").Add("target.spm", "t").Add("chat_template.jinja", "c")
                .Add("modeling_own.py", "x").Add("model.safetensors", HubBench.Bytes(10), large: true)));

    private static async Task<string[]> FetchAsync(HubFileSelection selection, Action<LoopbackRepository> fill)
    {
        await using var bench = await HubBench.StartAsync();
        fill(bench.Add("org/other"));
        var snapshot = await bench.Fetcher().FetchAsync(HubRepository.Model("org/other"), null, selection, null, TestContext.Current.CancellationToken);
        string[] files = [.. snapshot.Files.Select(file => file.Path.Value)];
        Assert.Equal(files.Order(StringComparer.Ordinal), bench.Asked.Order(StringComparer.Ordinal));
        return files;
    }

    private static async Task FailsAsync(HubFileSelection selection, string text, Action<LoopbackRepository> fill)
    {
        await using var bench = await HubBench.StartAsync();
        fill(bench.Add("org/other"));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.Fetcher().FetchAsync(
            HubRepository.Model("org/other"), null, selection, null, TestContext.Current.CancellationToken));
        Assert.Equal(HubFailure.NotFound, e.Failure);
        Assert.Contains(text, e.Message, StringComparison.Ordinal);
        Assert.Contains("org/other", e.Message, StringComparison.Ordinal);
    }
}
