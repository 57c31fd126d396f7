using System.Runtime.ExceptionServices;
using FusionFunctions.Experiments;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Merges;

/// <summary>Refuses what cannot be merged by the headers of models alone, before their digests are taken, for which all of their weights are read.</summary>
/// <param name="locations">Opens folders.</param>
/// <param name="options">Of the merges: their memory bound must do. Null: wherever they will be made, it will.</param>
public sealed class PoolCheck(BlobLocations locations, MergeOptions? options = null)
{
    /// <summary>Where all models are folders of this machine; of others there are no headers yet.</summary>
    /// <exception cref="MergeException">The models cannot be merged, or not so.</exception>
    public async Task OfFoldersAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        var models = experiment.ModelPool.Models;
        if (experiment.Methods.Count == 0 || models.Any(model => !IsFolder(model.Checkpoint) || (model.Adapter is not null && !IsFolder(model.Adapter))))
            return;
        var folders = new LocalFolders();
        List<ModelReference> references = [];
        foreach (var model in models)
            references.Add(new(model.Name, (await UnreadAsync(model.Checkpoint))!, await UnreadAsync(model.Adapter)));
        await using var open = await OpenModels.OpenAsync(references, locations, cancellationToken);
        Check(experiment.Methods, MergePool.Of(open.Inputs));

        async Task<FetchedCheckpoint?> UnreadAsync(CheckpointReference? reference) => reference is null
            ? null : new((await folders.FetchAsync(reference, CheckpointContent.Model, cancellationToken)).Folder, Digest: "");
    }

    // Of memory, what the neediest method needs is told.
    private void Check(IEnumerable<MethodSpec> methods, MergePool pool)
    {
        MergeException? neediest = null;
        foreach (var method in methods)
            try
            {
                Check(method, pool);
            }
            catch (MergeException e) when (e.LeastMemoryBytes > 0)
            {
                neediest = neediest?.LeastMemoryBytes >= e.LeastMemoryBytes ? neediest : e;
            }
        if (neediest is not null)
            ExceptionDispatchInfo.Throw(neediest);
    }

    private void Check(MethodSpec spec, MergePool pool)
    {
        var method = MergeMethods.Find(spec.Name);
        MergeEngine.Check(pool, method, [.. spec.Variants().Select(values => MethodParameters.Resolve(method.Description, values))], options);
    }

    private static bool IsFolder(CheckpointReference reference) => reference.Kind == CheckpointKind.Folder;
}
