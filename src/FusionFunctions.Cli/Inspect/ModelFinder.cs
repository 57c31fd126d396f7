using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Cli.Run;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Inspect;

/// <summary>Finds the models that a user names: pools, experiment files, folders, hub repositories, blob addresses.</summary>
/// <param name="sources">Fetches them.</param>
/// <param name="locations">Opens folders.</param>
/// <param name="isStamped">Whether folders that may change are stamped, so that a change while they are read can be told.</param>
internal sealed class ModelFinder(CheckpointSources sources, BlobLocations locations, bool isStamped = false)
{
    private static readonly string[] s_fileExtensions = [".yaml", ".yml", ".json"];
    private readonly List<ModelReference> _models = [];
    private readonly List<(string Name, BlobLocation Folder)> _adapters = [];

    public async Task<FoundModels> FindAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        foreach (string argument in arguments)
            if (PoolOf(argument) is { } pool)
                foreach (var model in pool.Models)
                    await AddAsync(model, cancellationToken);
            else
                await AddAsync(argument, cancellationToken);
        int pretrained = _models.FindIndex(model => model.Name == ModelPool.PretrainedName);
        return new(_models, _adapters, pretrained >= 0 ? pretrained : arguments.Count > 1 && _models.Count > 0 ? 0 : null);
    }

    private static ModelPool? PoolOf(string argument)
    {
        var catalog = BuiltInCatalog.Instance;
        if (catalog.FindModelPool(argument) is { } known)
            return known;
        // A mistyped pool would else be taken for a hub repository.
        string family = argument[..(argument.IndexOf('/', StringComparison.Ordinal) + 1)];
        if (family.Length > 0 && catalog.ModelPools.Any(pool => pool.Name!.StartsWith(family, StringComparison.Ordinal)) && !Directory.Exists(argument))
            throw catalog.Unknown(argument);
        return s_fileExtensions.Contains(Path.GetExtension(argument)) && File.Exists(argument) ? ExperimentFile.Read(argument, [], limit: null).ModelPool : null;
    }

    private async Task AddAsync(string argument, CancellationToken cancellationToken)
    {
        var reference = CheckpointReference.Parse(argument, Directory.GetCurrentDirectory());
        try
        {
            await AddAsync(argument, reference, cancellationToken);
        }
        catch (CheckpointException e) when (reference.Kind == CheckpointKind.Hub)
        {
            throw new CheckpointException($"There is no folder '{argument}' here, so the hub was asked: {e.Message}", e);
        }
        catch (HubAwayException e) when (reference.Kind == CheckpointKind.Hub)
        {
            throw new HubAwayException($"There is no folder '{argument}' here, so the hub was asked: {e.Message}", e);
        }
    }

    private async Task AddAsync(PoolModel model, CancellationToken cancellationToken) => _models.Add(new(
        model.Name,
        await FetchAsync(model.Checkpoint, CheckpointContent.Model, cancellationToken),
        model.Adapter is null ? null : await FetchAsync(model.Adapter, CheckpointContent.Adapter, cancellationToken)));

    /// <summary>An adapter goes onto the first model that was named, if there is one.</summary>
    private async Task AddAsync(string name, CheckpointReference reference, CancellationToken cancellationToken)
    {
        if (await FindAdapterAsync(reference, cancellationToken) is not { } adapter)
            _models.Add(new(name, await FetchAsync(reference, CheckpointContent.Model, cancellationToken)));
        else if (_models.Count > 0)
            _models.Add(new(name, _models[0].Checkpoint, adapter));
        else
            _adapters.Add((name, adapter.Folder));
    }

    private async Task<FetchedCheckpoint?> FindAdapterAsync(CheckpointReference reference, CancellationToken cancellationToken)
    {
        try
        {
            var fetched = await FetchAsync(reference, CheckpointContent.Adapter, cancellationToken);
            var config = BlobPath.Parse(fetched.Folder.File(ModelFiles.AdapterConfig).Path);
            return await locations.StoreOf(fetched.Folder).FindAsync(config, cancellationToken) is null ? null : fetched;
        }
        catch (CheckpointException)
        {
            // The hub has no adapter there; why it has no model either, if so, is what the user wants to hear.
            return null;
        }
    }

    private async Task<FetchedCheckpoint> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken)
    {
        var source = await sources.FetchAsync(reference, content, cancellationToken);
        var stamp = isStamped && source.MayChange
            ? await FolderStamp.OfAsync(locations.StoreOf(source.Folder), source.Folder.Path, source.Folder.ToString(), cancellationToken) : null;
        // Nothing is kept under a digest here, so none is taken: it would cost a reading of all weights.
        return new(source.Folder, Digest: "", stamp, source.HubName);
    }
}
