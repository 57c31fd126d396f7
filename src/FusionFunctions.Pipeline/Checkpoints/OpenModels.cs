using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Models that are open for reading; closed together. Adapters on one base share it.</summary>
public sealed class OpenModels : IAsyncDisposable
{
    private readonly BlobLocations _locations;
    private readonly Dictionary<BlobLocation, CheckpointFolder> _folders = [];
    private readonly HashSet<FetchedCheckpoint> _opened = [];
    private readonly List<MergedAdapterReader> _adapted = [];
    private readonly List<OpenModel> _models = [];

    private OpenModels(BlobLocations locations) => _locations = locations;

    /// <summary>In the order given.</summary>
    public IReadOnlyList<OpenModel> Models => _models;

    /// <summary>The same as the merge methods take them; of classifiers, what they share.</summary>
    public IReadOnlyList<MergeInput> Inputs { get; private set; } = [];

    /// <summary>Names of tensors that stay out of <see cref="Inputs"/>: classifiers' heads.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    public static async Task<OpenModels> OpenAsync(IEnumerable<ModelReference> models, BlobLocations locations, CancellationToken cancellationToken)
    {
        var open = new OpenModels(locations);
        try
        {
            foreach (var model in models)
                open._models.Add(await open.OpenAsync(model, cancellationToken));
            (open.Inputs, open.LeftOut) = Shared(open._models);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    /// <summary>To be asked after the models were read, and before what was made of them counts.</summary>
    /// <exception cref="CheckpointException">One of them no longer is what its digest was taken of.</exception>
    public Task RequireUnchangedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_opened.Select(opened => opened.RequireUnchangedAsync(_locations, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var adapted in _adapted)
            await adapted.DisposeAsync();
        foreach (var folder in _folders.Values)
            await folder.DisposeAsync();
    }

    private static (IReadOnlyList<MergeInput> Inputs, IReadOnlyList<string> LeftOut) Shared(IReadOnlyList<OpenModel> models)
    {
        MergeInput[] inputs = [.. models.Select(model => model.Input)];
        return models.Any(model => model.Config?.IsClassifier == true) ? (SharedTensors.Of(inputs, out var leftOut), leftOut) : (inputs, []);
    }

    private async Task<OpenModel> OpenAsync(ModelReference model, CancellationToken cancellationToken)
    {
        var folder = await FolderAsync(model.Checkpoint, cancellationToken);
        if (model.Adapter is not { } reference)
            return new(new(model.Name, folder), folder.Config);
        await reference.RequireUnchangedAsync(_locations, cancellationToken);
        _opened.Add(reference);
        var adapter = await AdapterFolder.OpenAsync(
            _locations.StoreOf(reference.Folder), reference.Folder.Path, reference.Folder.ToString(), cancellationToken);
        try
        {
            var merged = MergedAdapterReader.Create(folder, adapter);
            _adapted.Add(merged);
            return new(new(model.Name, merged, merged.StateDict), folder.Config);
        }
        catch
        {
            await adapter.DisposeAsync();
            throw;
        }
    }

    private async Task<CheckpointFolder> FolderAsync(FetchedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (_folders.TryGetValue(checkpoint.Folder, out var open))
            return open;
        await checkpoint.RequireUnchangedAsync(_locations, cancellationToken);
        _opened.Add(checkpoint);
        return _folders[checkpoint.Folder] = await CheckpointFolder.OpenAsync(
            _locations.StoreOf(checkpoint.Folder), checkpoint.Folder.Path, checkpoint.Folder.ToString(), cancellationToken);
    }
}
