using FusionFunctions.Benchmarks.Merging;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Benchmarks.Memory;

/// <summary>A base of Flan-T5-base's size and eight LoRA adapters, random, as folders that a hub can serve.</summary>
internal static class HubFolder
{
    public const string Base = "random/base";
    private const int Adapters = 8;

    public static IReadOnlyList<string> AdapterNames { get; } = [.. Enumerable.Range(1, Adapters).Select(adapter => $"random/adapter-{adapter}")];

    public static async Task WriteAsync(string folder, bool quick, CancellationToken cancellationToken)
    {
        var store = new DirectoryBlobStore(folder);
        TensorInfo[] tensors = [.. FlanT5Shapes.Of(quick)];
        await WriteConfigAsync(store, $"{Base}/config.json", """{"model_type": "t5", "tie_word_embeddings": false}""", cancellationToken);
        await RandomWeights.WriteAsync(store, $"{Base}/model.safetensors", tensors, seed: 0, cancellationToken);
        var factors = LoraShapes.FactorsOf(tensors);
        string config = LoraShapes.Config(Base);
        foreach (var (name, seed) in AdapterNames.Select((name, index) => (name, index + 1)))
        {
            await WriteConfigAsync(store, $"{name}/adapter_config.json", config, cancellationToken);
            await RandomWeights.WriteAsync(store, $"{name}/adapter_model.safetensors", factors, seed, cancellationToken);
        }
    }

    private static Task<bool> WriteConfigAsync(DirectoryBlobStore store, string path, string json, CancellationToken cancellationToken) =>
        store.WriteTextAsync(BlobPath.Parse(path), json, BlobWriteMode.Create, cancellationToken);
}
