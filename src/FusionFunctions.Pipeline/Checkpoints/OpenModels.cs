using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Checkpoints that are open for reading; closed together.</summary>
public sealed class OpenModels : IAsyncDisposable
{
    private readonly List<CheckpointFolder> _folders = [];

    private OpenModels()
    {
    }

    /// <summary>As the merge methods take them, in the order given.</summary>
    public IReadOnlyList<MergeInput> Inputs { get; private set; } = [];

    /// <summary>The first checkpoint, whose folder gives a merged one its configuration and tokenizer.</summary>
    public static async Task<OpenModels> OpenAsync(IEnumerable<ModelReference> models, BlobLocations locations, CancellationToken cancellationToken)
    {
        var open = new OpenModels();
        try
        {
            var inputs = new List<MergeInput>();
            foreach (var model in models)
                inputs.Add(new(model.Name, await open.OpenAsync(model.Checkpoint, locations, cancellationToken)));
            open.Inputs = inputs;
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders)
            await folder.DisposeAsync();
    }

    private async Task<CheckpointFolder> OpenAsync(FetchedCheckpoint checkpoint, BlobLocations locations, CancellationToken cancellationToken)
    {
        await checkpoint.RequireUnchangedAsync(locations, cancellationToken);
        var folder = await CheckpointFolder.OpenAsync(
            locations.StoreOf(checkpoint.Folder), checkpoint.Folder.Path, checkpoint.Folder.ToString(), cancellationToken);
        _folders.Add(folder);
        return folder;
    }
}
