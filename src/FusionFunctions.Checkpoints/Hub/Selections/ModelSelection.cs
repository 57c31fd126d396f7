using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Hub.Selections;

internal sealed class ModelSelection : HubFileSelection
{
    public bool NeedsTokenizer { get; init; } = true;

    internal override async Task<IReadOnlyList<HubFile>?> ChooseAsync(HubRevision revision, Func<HubFile, Task<byte[]?>> read)
    {
        var weights = await WeightsAsync(revision, read, ModelFiles.Weights, ModelFiles.WeightsIndex)
            ?? await WeightsAsync(revision, read, ModelFiles.Pickle, ModelFiles.PickleIndex)
            ?? throw Missing(revision, revision.Find(ModelFiles.AdapterConfig) is null
                ? $"has no weights that can be read: no {ModelFiles.Weights}, no {ModelFiles.Pickle} and no index of shards of either."
                : "is an adapter, not a model. Write { base: …, adapter: " + revision.Repository.Name + " } in the model pool.");
        if (revision.Find(ModelFiles.Config) is null)
            throw Missing(revision, $"has no {ModelFiles.Config}, so it is no checkpoint of a model.");
        return weights.Count == 0 ? null : [.. Present(revision, [ModelFiles.Config, .. ModelFiles.Companions, .. TokenizerFiles.All]), .. weights];
    }

    internal override bool IsSurelyWhole(HubRevision found) => !NeedsTokenizer || found.Find(ModelFiles.Vocabulary) is not null;

    /// <returns>Null where the repository has none in this format; empty where its index is not at hand.</returns>
    private static async Task<IReadOnlyList<HubFile>?> WeightsAsync(
        HubRevision revision, Func<HubFile, Task<byte[]?>> read, string single, string indexName)
    {
        if (revision.Find(single) is { } whole)
            return [whole];
        if (revision.Find(indexName) is not { } index)
            return null;
        if (index.Size > ShardIndex.MaxBytes)
            throw new HubException(HubFailure.Damaged,
                $"'{indexName}' of {revision.Repository}@{revision.Commit} has {index.Size} bytes, too many for an index.");
        if (await read(index) is not { } json)
            return [];
        var shards = ShardIndex.Parse(json, Path.GetExtension(single), $"{revision.Repository}/{indexName}").Values.Distinct(StringComparer.Ordinal);
        return [index, .. shards.Order(StringComparer.Ordinal).Select(shard =>
            revision.Find(shard) ?? throw Missing(revision, $"does not have the shard '{shard}' that its {indexName} names."))];
    }
}
