using FusionFunctions.Checkpoints;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>Quantized models are refused when they are fetched, by every host, before their weights are read for a digest.</summary>
public sealed class FetchQuantizedTests : IDisposable
{
    private const string Config = """{"quantization_config":{"quant_method":"gptq"}}""";
    private readonly ModelFolder _folder = new(), _base = new();

    public void Dispose()
    {
        _folder.Dispose();
        _base.Dispose();
    }

    [Fact]
    public async Task Model_is_refused_though_its_weights_cannot_be_read()
    {
        _folder.With("config.json", Config).With("model.safetensors", "not read");

        var error = await Assert.ThrowsAsync<CheckpointException>(() => FetchAsync(new("m", new(CheckpointKind.Folder, _folder[""]))));

        Assert.Contains("/config.json: the model is quantized (gptq): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapter_that_tells_how_its_base_was_quantized_while_it_was_trained_is_fetched()
    {
        _base.With("config.json", "{}").With("model.safetensors", ("w", [1]));
        _folder.With("config.json", Config).With("adapter_config.json", "{}").With("adapter_model.safetensors", ("w", [1]));

        var fetched = await FetchAsync(new("m", new(CheckpointKind.Folder, _base[""])) { Adapter = new(CheckpointKind.Folder, _folder[""]) });

        Assert.NotNull(fetched.Adapter);
    }

    private Task<ModelReference> FetchAsync(PoolModel model)
    {
        var store = new DirectoryBlobStore(_base["store"]);
        return new FetchCheckpoint(new CheckpointSources([new LocalFolders()]), new(store), new(store)).RunAsync(new(model, NeedsTokenizer: false), TestContext.Current.CancellationToken);
    }
}
