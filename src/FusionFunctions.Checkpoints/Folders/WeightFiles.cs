using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>A folder's weight files: one file, or the shards that an index names; safetensors where both formats are there.</summary>
/// <param name="Files">Names in the folder, ordinal.</param>
/// <param name="Index">The index file of a sharded checkpoint, or null.</param>
/// <param name="Expected">Which shard the index expects each tensor in, or null.</param>
internal sealed record WeightFiles(IReadOnlyList<string> Files, string? Index, IReadOnlyDictionary<string, string>? Expected)
{
    public bool IsPickle => Files[0].EndsWith(ModelFiles.PickleExtension, StringComparison.Ordinal);

    /// <returns>Null where the folder has none.</returns>
    /// <exception cref="CheckpointException">A damaged index.</exception>
    public static async Task<WeightFiles?> FindAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken) =>
        await FindAsync(store, folder, name, ModelFiles.Weights, ModelFiles.WeightsIndex, cancellationToken)
        ?? await FindAsync(store, folder, name, ModelFiles.Pickle, ModelFiles.PickleIndex, cancellationToken);

    /// <summary>What a folder without weights is told, by whether it has an adapter.</summary>
    public static async Task<CheckpointException> MissingAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken) => new(
        await AdapterFiles.ExistAsync(store, folder, cancellationToken)
        ? $"{name} is an adapter, not a model. Write {{ base: …, adapter: {name} }} in the model pool."
        : $"{name}: no checkpoint there: none of {ModelFiles.Weights}, {ModelFiles.WeightsIndex}, {ModelFiles.Pickle} and {ModelFiles.PickleIndex} was found. "
        + "Give the folder that holds the model's files.");

    private static async Task<WeightFiles?> FindAsync(
        IBlobStore store, string folder, string name, string single, string index, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(FolderPath.Join(folder, single), cancellationToken) is not null)
            return new([single], null, null);
        var path = FolderPath.Join(folder, index);
        if (await store.FindAsync(path, cancellationToken) is null)
            return null;
        byte[] json = await store.ReadBytesAsync(path, ShardIndex.MaxBytes, cancellationToken);
        var map = ShardIndex.Parse(json, Path.GetExtension(single), $"{name}/{index}");
        return new([.. map.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], index, map);
    }
}
