using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Makes a pool's model readable and takes the digest of its content.</summary>
public sealed class FetchCheckpoint(CheckpointSources sources, BlobLocations locations, KeptDigests kept) : IActivity<FetchCheckpointInput, ModelReference>
{
    private readonly FolderDigests _digests = new(locations, kept);

    public async Task<ModelReference> RunAsync(FetchCheckpointInput input, CancellationToken cancellationToken) => new(
        input.Model.Name,
        await FetchAsync(input.Model.Checkpoint, FetchCheckpointInput.ContentOf(input.NeedsTokenizer), cancellationToken),
        input.Model.Adapter is null ? null : await FetchAsync(input.Model.Adapter, CheckpointContent.Adapter, cancellationToken));

    private async Task<FetchedCheckpoint> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken)
    {
        var (folder, mayChange, hubName) = await sources.FetchAsync(reference, content, cancellationToken);
        var store = locations.StoreOf(folder);
        // Before the digest: a change while that is taken then shows.
        var stamp = mayChange ? await FolderStamp.OfAsync(store, folder.Path, folder.ToString(), cancellationToken) : null;
        return new(folder, await _digests.OfAsync(folder, stamp, isModel: content != CheckpointContent.Adapter, cancellationToken), stamp, hubName);
    }
}
