using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>The files of a PEFT adapter.</summary>
internal static class AdapterFiles
{
    public static async Task<bool> ExistAsync(IBlobStore store, string folder, CancellationToken cancellationToken) =>
        await store.FindAsync(FolderPath.Join(folder, ModelFiles.AdapterConfig), cancellationToken) is not null;

    /// <summary>The name of the weight file; safetensors where both are there.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public static async Task<string> WeightsAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        foreach (string file in new[] { ModelFiles.AdapterWeights, ModelFiles.AdapterPickle })
            if (await store.FindAsync(FolderPath.Join(folder, file), cancellationToken) is not null)
                return file;
        throw new CheckpointException($"{name}: has {ModelFiles.AdapterConfig}, but neither {ModelFiles.AdapterWeights} nor {ModelFiles.AdapterPickle}. Download the adapter again.");
    }
}
