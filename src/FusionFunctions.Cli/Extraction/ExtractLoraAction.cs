using System.Text.Json;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Display;
using FusionFunctions.Cli.Inspect;
using FusionFunctions.Merging.Extraction;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Extraction;

/// <summary>Opens both models and writes the adapter's folder; its configuration comes last and means complete.</summary>
internal static class ExtractLoraAction
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly BlobPath s_config = BlobPath.Parse(ModelFiles.AdapterConfig);
    private static readonly BlobPath s_weights = BlobPath.Parse(ModelFiles.AdapterWeights);

    public static async Task<int> RunAsync(ExtractLoraSettings settings, CancellationToken cancellationToken)
    {
        settings.Compute.BeginMatrices();
        var target = new DirectoryBlobStore(settings.Output);
        RequireFree(target.Root, settings.Output);
        var store = BlobStores.Open(settings.Store);
        var locations = new BlobLocations(store);
        using var client = new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));
        var finder = new ModelFinder(PipelineSteps.Sources(new(store, client), new DownloadLines()), locations, isStamped: true);
        var found = await finder.FindAsync([settings.Base, settings.FineTuned], cancellationToken);
        await using var models = await OpenModels.OpenAsync(found.Models, locations, cancellationToken);
        if (models.Inputs is not [var @base, var tuned])
            throw new CheckpointException("--base and FINETUNED must each be one model: a folder, a repository or a blob address.");

        var leftOut = LeftOutTensor.Of(models);
        if (leftOut.Count > 0)
            Failure.Warn(
                $"the models are classifiers with heads of their own; the adapter is of what they share, without {string.Join(", ", leftOut.Select(tensor => Printable.Text(tensor.Name)))}.");
        var extraction = new LoraExtraction(@base, tuned, settings.Rank, settings.Targets, LeftOutTensor.KeysOfBase(models))
        {
            Config = models.Models[0].Config,
            MemoryBytes = settings.MemoryBytes,
            Matrices = settings.Compute.OpenMatrices(),
        };
        await extraction.LeaveOutUnchangedAsync(cancellationToken);
        await target.EnsureWritableAsync(cancellationToken);
        var tensors = await extraction.WriteAsync(
            await target.OpenWriteAsync(s_weights, BlobWriteMode.Replace, cancellationToken), cancellationToken);
        await models.RequireUnchangedAsync(cancellationToken);
        var config = LoraConfigJson.Of(
            settings.Base, extraction.Rank, extraction.Rank, extraction.TargetModules, PeftTask.Of(extraction.Config), extraction.ChangesConv1D, extraction.ModuleRanks);
        await target.WriteTextAsync(s_config, config.ToJsonString(s_indented) + "\n", BlobWriteMode.Replace, cancellationToken);
        ExtractionText.Print(tensors, leftOut, settings.Rank);
        foreach (var tensor in tensors.Where(tensor => !double.IsFinite(tensor.Norm)))
            Failure.Warn($"tensor '{Printable.Text(tensor.Tensor.Name)}' holds NaN or infinity in one of the models; its change is not in the adapter, and what the whole model loses is not known.");
        Console.WriteLine(TerminalText.OneLine($"{target.Root}  rank {extraction.Rank}, {string.Join(", ", extraction.TargetModules)}"));
        return ExitCode.Done;
    }

    private static void RequireFree(string folder, string shownFolder)
    {
        if (!Directory.Exists(folder))
            return;
        string[] found = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(ModelFiles.IsOfModel).Order(StringComparer.Ordinal)];
        // Weights alone, which nothing opens, are what an interruption leaves.
        if (found.FirstOrDefault(file => file != s_weights.Value) is { } taken)
            throw new CheckpointException(
                $"{Path.Join(shownFolder, taken)}: there is {(taken == s_config.Value ? "an adapter" : "a model")} already. Give another folder as --output.");
    }
}
