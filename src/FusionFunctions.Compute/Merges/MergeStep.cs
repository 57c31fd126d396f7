using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Compute.Matrices;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Recipes;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Storage;

namespace FusionFunctions.Compute.Merges;

/// <summary>Merges those variants of a method that are not there yet, in one reading of the pool.</summary>
/// <param name="store">Holds what was fetched.</param>
/// <param name="options">How much of the machine to use.</param>
/// <param name="progress">Told while merging.</param>
/// <param name="target">Where merged checkpoints go; the store where null.</param>
public sealed class MergeStep(IBlobStore store, ComputeOptions options, IComputeProgress? progress = null, MergeTarget? target = null)
{
    private readonly BlobLocations _locations = new(store);
    private readonly MergeTarget _target = target ?? MergeTarget.InStore(store);

    public async Task<ComputeOutcome> RunAsync(MergeCommand command, CancellationToken cancellationToken)
    {
        using var span = ComputeSpans.Merge(command);
        var merged = await FindAsync(command, cancellationToken);
        PlannedVariant[] missing = [.. command.Variants.Where(variant => !merged.ContainsKey(variant.Digest))];
        int reused = merged.Count;
        foreach (var checkpoint in missing.Length == 0 ? [] : await MergeAsync(command, missing, cancellationToken))
            merged.Add(checkpoint.Digest, checkpoint);
        var outcome = new ComputeOutcome(missing.Length, reused, MergeWarnings.Of(command, [.. command.Variants.Select(variant => merged[variant.Digest])]));
        span.Complete(outcome);
        return outcome;
    }

    /// <summary>Those that are there already, by their digests.</summary>
    private async Task<Dictionary<string, MergedCheckpoint>> FindAsync(MergeCommand command, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, MergedCheckpoint>(StringComparer.Ordinal);
        foreach (var variant in command.Variants)
            if (await MergedCheckpoint.FindWholeAsync(_target.Store, _target.FolderOf(variant), variant.Digest, cancellationToken) is { } merged)
                found.Add(variant.Digest, merged);
        return found;
    }

    private async Task<IReadOnlyList<MergedCheckpoint>> MergeAsync(MergeCommand command, IReadOnlyList<PlannedVariant> variants, CancellationToken cancellationToken)
    {
        var method = MergeMethods.Find(command.Method);
        await using var models = await OpenModels.OpenAsync(command.Pool, _locations, cancellationToken);
        var pool = MergePool.Of(models.Inputs);
        var inputs = method.Inputs(pool);
        await using var outputs = new MergeOutputs(
            variants.Select(variant => (_target.FolderOf(variant), Recipe(command, variant, method, pool))), Exporter(command, inputs, models));
        var request = new MergeRequest(pool, method, outputs.Variants);
        var reports = await MergeEngine.MergeAsync(request, EngineOptions(options), Progress(command.Method), cancellationToken);
        var leftOut = models.LeftOut.Count == 0 ? null : models.LeftOut;
        return await outputs.CompleteAsync([.. reports.Select(report => report with { LeftOut = leftOut })], cancellationToken);
    }

    private static MergeRecipe Recipe(MergeCommand command, PlannedVariant variant, MergeMethod method, MergePool pool)
    {
        var given = variant.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value!);
        var recipe = new MergeRecipe(
            command.Method,
            MethodParameters.Resolve(method.Description, given),
            PlanMerge.RecipeInputs(method.Inputs(pool), command.Pool),
            PlanMerge.DType(command.OutputDType));
        return recipe.Digest == variant.Digest
            ? recipe
            : throw new PipelineException($"{variant.Label}: planned as {variant.Digest}, but this version would make {recipe.Digest}. Run the experiment again.");
    }

    // The configuration and the tokenizer are those of the first model that the method reads.
    private Func<string, CheckpointExport> Exporter(MergeCommand command, MergePool inputs, OpenModels models)
    {
        var first = command.Pool.First(model => model.Name == inputs.Inputs[0].Name).Checkpoint.Folder;
        var hubNames = command.Pool.Where(model => model.HubName is not null).ToDictionary(model => model.Name, model => model.HubName!);
        return folder => new CheckpointExport(_target.Store, folder, Source(first))
        {
            Tokenizer = command.Tokenizer is { } tokenizer ? Source(tokenizer.Folder) : null,
            HubNames = hubNames,
            RequireInputsUnchangedAsync = models.RequireUnchangedAsync,
            MaxShardBytes = _target.MaxShardBytes ?? CheckpointExport.DefaultMaxShardBytes,
        };
    }

    private CheckpointSource Source(BlobLocation folder) => new(_locations.StoreOf(folder), folder.Path, folder.ToString());

    /// <summary>The same as the engine takes them.</summary>
    public static MergeOptions EngineOptions(ComputeOptions options) => new()
    {
        MemoryBytes = options.MergeMemoryBytes,
        Threads = options.MergeThreads,
        Matrices = MatrixLibraries.Open(options.Matrices, options.Device),
    };

    private MergeAdvance? Progress(string method) => progress is null ? null : new(method, progress);
}
