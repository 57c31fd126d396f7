using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Compute.Caching;
using FusionFunctions.FlanT5;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Models by their digest, ready to generate.</summary>
internal sealed class LoadedModels(BlobLocations locations, int idle)
{
    private readonly LeasedCache<string, FlanT5Model> _cache = new(idle);

    public Task<Lease<FlanT5Model>> GetAsync(ModelReference model, CancellationToken cancellationToken) =>
        _cache.GetAsync(model.Digest, stop => LoadAsync(model.Checkpoint, stop), cancellationToken);

    private async Task<FlanT5Model> LoadAsync(FetchedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await checkpoint.RequireUnchangedAsync(locations, cancellationToken);
        await using var folder = await CheckpointFolder.OpenAsync(
            locations.StoreOf(checkpoint.Folder), checkpoint.Folder.Path, checkpoint.Folder.ToString(), cancellationToken);
        return await FlanT5Model.LoadAsync(folder, cancellationToken);
    }
}
