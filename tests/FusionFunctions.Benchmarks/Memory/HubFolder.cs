using FusionFunctions.Benchmarks.Merging;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Benchmarks.Memory;

/// <summary>A base of Flan-T5-base's size and eight LoRA adapters of rank 16 on q and v, random, as folders that a hub can serve.</summary>
internal static class HubFolder
{
    public const string Base = "random/base";
    private const int Adapters = 8;
    private const int Rank = 16;

    public static IReadOnlyList<string> AdapterNames { get; } = [.. Enumerable.Range(1, Adapters).Select(adapter => $"random/adapter-{adapter}")];

    public static async Task WriteAsync(string folder, bool quick, CancellationToken cancellationToken)
    {
        var store = new DirectoryBlobStore(folder);
        TensorInfo[] tensors = [.. FlanT5Shapes.Of(quick)];
        await WriteConfigAsync(store, $"{Base}/config.json", """{"model_type": "t5", "tie_word_embeddings": false}""", cancellationToken);
        await RandomWeights.WriteAsync(store, $"{Base}/model.safetensors", tensors, seed: 0, cancellationToken);
        TensorInfo[] factors = [.. tensors.Where(IsTarget).SelectMany(Factors)];
        string config = LoraConfigJson.Of(Base, Rank, 2 * Rank, ["q", "v"]).ToJsonString();
        foreach (var (name, seed) in AdapterNames.Select((name, index) => (name, index + 1)))
        {
            await WriteConfigAsync(store, $"{name}/adapter_config.json", config, cancellationToken);
            await RandomWeights.WriteAsync(store, $"{name}/adapter_model.safetensors", factors, seed, cancellationToken);
        }
    }

    private static Task<bool> WriteConfigAsync(DirectoryBlobStore store, string path, string json, CancellationToken cancellationToken) =>
        store.WriteTextAsync(BlobPath.Parse(path), json, BlobWriteMode.Create, cancellationToken);

    private static bool IsTarget(TensorInfo tensor) =>
        tensor.Name.EndsWith(".q.weight", StringComparison.Ordinal) || tensor.Name.EndsWith(".v.weight", StringComparison.Ordinal);

    private static IEnumerable<TensorInfo> Factors(TensorInfo tensor)
    {
        string module = $"base_model.model.{tensor.Name[..^".weight".Length]}";
        yield return new($"{module}.lora_A.weight", TensorDType.F32, [Rank, tensor.Shape[1]]);
        yield return new($"{module}.lora_B.weight", TensorDType.F32, [tensor.Shape[0], Rank]);
    }
}
