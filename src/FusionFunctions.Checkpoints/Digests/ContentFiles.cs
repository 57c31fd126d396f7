using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Digests;

/// <summary>The files of a folder that determine the model's numbers: its config and its weights. Tokenizer, card and the like do not.</summary>
internal static class ContentFiles
{
    private const string Config = "config.json";
    private const string AdapterConfig = "adapter_config.json";
    private static readonly string[] AdapterWeights = ["adapter_model.safetensors", "adapter_model.bin"];

    /// <returns>Names in the folder, ordinal.</returns>
    /// <exception cref="CheckpointException">The folder holds neither a checkpoint nor an adapter.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var files = await Exists(store, folder, AdapterConfig, cancellationToken)
            ? [AdapterConfig, await AdapterWeightsAsync(store, folder, name, cancellationToken)]
            : await CheckpointAsync(store, folder, name, cancellationToken);
        return [.. files.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> CheckpointAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var weights = await WeightFiles.FindAsync(store, folder, name, cancellationToken);
        List<string> files = [.. weights.Files];
        if (weights.Index is { } index)
            files.Add(index);
        if (await Exists(store, folder, Config, cancellationToken))
            files.Add(Config);
        return files;
    }

    private static async Task<string> AdapterWeightsAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        foreach (string file in AdapterWeights)
            if (await Exists(store, folder, file, cancellationToken))
                return file;
        throw new CheckpointException($"{name}: has {AdapterConfig}, but neither {string.Join(" nor ", AdapterWeights)}. Download the adapter again.");
    }

    private static async Task<bool> Exists(IBlobStore store, string folder, string file, CancellationToken cancellationToken) =>
        await store.FindAsync(FolderPath.Join(folder, file), cancellationToken) is not null;
}
