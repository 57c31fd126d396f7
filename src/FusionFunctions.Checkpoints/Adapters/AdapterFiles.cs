using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>The files of a PEFT adapter.</summary>
internal static class AdapterFiles
{
    public const string Config = "adapter_config.json";
    private const string Safetensors = "adapter_model.safetensors";
    public const string Pickle = "adapter_model.bin";

    public static async Task<bool> ExistAsync(IBlobStore store, string folder, CancellationToken cancellationToken) =>
        await store.FindAsync(FolderPath.Join(folder, Config), cancellationToken) is not null;

    /// <summary>The name of the weight file; safetensors where both are there.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public static async Task<string> WeightsAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        foreach (string file in new[] { Safetensors, Pickle })
            if (await store.FindAsync(FolderPath.Join(folder, file), cancellationToken) is not null)
                return file;
        throw new CheckpointException($"{name}: has {Config}, but neither {Safetensors} nor {Pickle}. Download the adapter again.");
    }
}
