using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Cli.Display;
using FusionFunctions.Compute;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Mergekit;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Telemetry;

namespace FusionFunctions.Cli.Merging;

/// <summary>Fetches, plans and merges; finished folders are found again, so that a repeated command only does what is missing.</summary>
internal static class MergeAction
{
    // Share of the memory bound that direct writes may take on top. The outputs may exceed the page cache, and nothing here reads them back.
    private const int WritingShare = 16;

    public static async Task<int> RunAsync(MergeSettings settings, CancellationToken cancellationToken)
    {
        var (experiment, isMergekit, layers) = MergeFile.Read(settings.File, BuiltInCatalog.Instance, settings.Overrides);
        settings.Compute.BeginMatrices();
        using var telemetry = HostTelemetry.Start("fusion-merge");
        var store = BlobStores.Open(settings.Store);
        var options = OptionsOf(settings);
        var output = new DirectoryBlobStore(settings.Output, directBytes: options.MergeMemoryBytes / WritingShare);
        await new PoolCheck(new BlobLocations(store), MergeStep.EngineOptions(options)).OfFoldersAsync(experiment, cancellationToken);
        await output.EnsureWritableAsync(cancellationToken);
        using var client = new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable) with { Waits = new DownloadLines() });
        var sources = PipelineSteps.Sources(new HubFetcher(store, client));
        var models = await FetchAsync(experiment, sources, store, cancellationToken);
        var tokenizer = experiment.ModelPool.Tokenizer is { } reference
            ? await new FetchTokenizer(sources, new BlobLocations(store)).RunAsync(new(reference, IsRead: false), cancellationToken)
            : null;

        await WholeModels.RequireAsync(layers, models, new BlobLocations(store), cancellationToken);
        var plan = new PlanMerge(new BlobLocations(store));
        var merges = new List<(MergeTarget Target, MergeCommand Command)>();
        foreach (var method in experiment.Methods)
        {
            var merge = await plan.RunAsync(new(method, models, experiment.OutputDType), cancellationToken);
            var target = new MergeTarget(output, variant => isMergekit ? "" : VariantFolder.Of(method, variant)) { MaxShardBytes = settings.MaxShardBytes };
            merges.Add((target, new(merge.Method, models, tokenizer, merge.Variants, experiment.OutputDType)));
        }
        // Once before a lock shows in the folder, and once more when whoever had it has written.
        await RequireFreeAsync(output, merges, cancellationToken);
        await using var lease = await OutputLease.TakeAsync(output, cancellationToken);
        await RequireFreeAsync(output, merges, cancellationToken);
        // Methods of one file read the same models.
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (target, command) in merges)
        {
            var outcome = await MergeAsync(options, store, target, command, cancellationToken);
            foreach (string warning in outcome.Warnings.Where(told.Add))
                Failure.Warn(warning);
            foreach (var variant in command.Variants)
                Console.WriteLine($"{Path.Join(Path.GetFullPath(settings.Output), target.FolderOf(variant))}  {variant.Label}, recipe {variant.Digest}");
        }
        return ExitCode.Done;
    }

    private static async Task RequireFreeAsync(
        DirectoryBlobStore output, IEnumerable<(MergeTarget Target, MergeCommand Command)> merges, CancellationToken cancellationToken)
    {
        foreach (var (target, command) in merges)
            foreach (var variant in command.Variants)
                await MergedCheckpointWriter.RequireFreeAsync(output, target.FolderOf(variant), variant.Digest, cancellationToken);
    }

    // Side by side: a digest takes longer than the model's part in most merges.
    private static async Task<IReadOnlyList<ModelReference>> FetchAsync(
        Experiment experiment, CheckpointSources sources, IBlobStore store, CancellationToken cancellationToken)
    {
        var fetch = new FetchCheckpoint(sources, new BlobLocations(store), new KeptDigests(store));
        var pool = experiment.ModelPool.Models;
        var models = new ModelReference[pool.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, pool.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (model, stop) => models[model] = await fetch.RunAsync(new(pool[model], NeedsTokenizer: experiment.ModelPool.Tokenizer is null), stop));
        return models;
    }

    private static async Task<ComputeOutcome> MergeAsync(
        ComputeOptions options, IBlobStore store, MergeTarget target, MergeCommand command, CancellationToken cancellationToken)
    {
        await using var display = MergeDisplay.Start();
        return await new MergeStep(store, options, display, target).RunAsync(command, cancellationToken);
    }

    private static ComputeOptions OptionsOf(MergeSettings settings)
    {
        var options = new ComputeOptions { Device = settings.Compute.DeviceOrAuto, Matrices = settings.Compute.Matrices };
        return options with
        {
            MergeMemoryBytes = settings.MemoryBytes ?? options.MergeMemoryBytes,
            MergeThreads = settings.Threads ?? options.MergeThreads,
        };
    }
}
