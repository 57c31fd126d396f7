using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Costs.Sizes;

/// <summary>Reads the headers of local checkpoints and the rows of local data sets; what lies on the hub is known, or assumed.</summary>
internal sealed class SizeReader(Experiment experiment)
{
    private readonly Dictionary<string, RepositorySize> _folders = [];
    private readonly SortedDictionary<string, long> _repositories = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    public async Task<ExperimentSizes> ReadAsync(CancellationToken cancellationToken)
    {
        var models = new Dictionary<string, ModelSize>();
        foreach (var model in experiment.ModelPool.Models)
            models[model.Name] = await OfAsync(model, cancellationToken);
        var datasets = new Dictionary<string, FetchedDataset>();
        foreach (var task in experiment.TaskPool.Tasks)
            datasets[task.Name] = await new DatasetSizes(_repositories, _notes).OfAsync(task, cancellationToken);
        var first = models[experiment.ModelPool.Pretrained?.Name ?? experiment.ModelPool.Models[0].Name];
        long written = MergedBytes(first);
        return new(models, datasets, _repositories, new(first.Parameters, written, written, 0), _folders.Values.Sum(folder => folder.Bytes), _notes);
    }

    private long MergedBytes(ModelSize model) => experiment.OutputDType switch
    {
        null => model.FileBytes,
        "F32" => 4 * model.Parameters,
        _ => 2 * model.Parameters,
    };

    private async Task<ModelSize> OfAsync(PoolModel model, CancellationToken cancellationToken)
    {
        var checkpoint = await OfAsync(model.Checkpoint, isAdapter: false, cancellationToken);
        var adapter = model.Adapter is { } reference ? await OfAsync(reference, isAdapter: true, cancellationToken) : null;
        return new(checkpoint.Parameters, checkpoint.Bytes, checkpoint.Bytes, adapter?.Bytes ?? 0);
    }

    private async Task<RepositorySize> OfAsync(CheckpointReference reference, bool isAdapter, CancellationToken cancellationToken)
    {
        if (_folders.TryGetValue(reference.ToString(), out var known))
            return known;
        var size = reference.Kind == CheckpointKind.Folder
            ? await FolderSize.OfAsync(reference.Location, isAdapter, cancellationToken)
            : KnownSizes.Find(reference.Location) ?? Assume(reference);
        if (reference.Kind == CheckpointKind.Hub)
            _repositories[reference.Location] = size.Bytes;
        return _folders[reference.ToString()] = size;
    }

    private RepositorySize Assume(CheckpointReference reference)
    {
        _notes.Add($"{reference}: its size is not known here; reckoned as Flan-T5-base.");
        return KnownSizes.FlanT5Base;
    }
}
