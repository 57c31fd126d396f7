using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Digests;

/// <summary>
/// The files of a folder that determine the model's numbers: configs and weights, of a checkpoint and of an adapter.
/// Tokenizer, card and the like do not.
/// </summary>
internal static class ContentFiles
{
    /// <returns>Names in the folder, ordinal.</returns>
    /// <exception cref="CheckpointException">The folder holds neither a checkpoint nor an adapter.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        bool isAdapter = await AdapterFiles.ExistAsync(store, folder, cancellationToken);
        if (isAdapter)
            files.AddRange([ModelFiles.AdapterConfig, await AdapterFiles.WeightsAsync(store, folder, name, cancellationToken)]);
        if (await WeightFiles.FindAsync(store, folder, name, cancellationToken) is { } weights)
            files.AddRange(weights.Index is { } index ? [.. weights.Files, index] : weights.Files);
        else if (!isAdapter)
            throw await WeightFiles.MissingAsync(store, folder, name, cancellationToken);
        if (await store.FindAsync(FolderPath.Join(folder, ModelFiles.Config), cancellationToken) is not null)
            files.Add(ModelFiles.Config);
        return [.. files.Order(StringComparer.Ordinal)];
    }
}
