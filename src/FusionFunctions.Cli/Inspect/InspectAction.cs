using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Cli.Display;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Inspection;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Inspect;

/// <summary>Finds the models, opens them, and prints what they are and how they lie to each other.</summary>
internal static class InspectAction
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, bool withTensors, bool asJson, string storeText, CancellationToken cancellationToken)
    {
        var store = BlobStores.Open(storeText);
        var locations = new BlobLocations(store);
        var lines = new DownloadLines();
        using var client = new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable) with { Waits = lines });
        var sources = PipelineSteps.Sources(new(store, client), lines);
        var found = await new ModelFinder(sources, locations).FindAsync(arguments, cancellationToken);

        await using var open = await OpenModels.OpenAsync(found.Models, locations, cancellationToken);
        var models = open.Models.Select(InspectedModel.Of).ToList();
        foreach (var (name, folder) in found.Adapters)
            models.Add(await OpenAdapterAsync(name, folder, locations, cancellationToken));
        var taskVectors = await CompareAsync(open.Inputs, found.Base, cancellationToken);
        if (asJson)
            InspectionJson.Print(models, taskVectors, withTensors);
        else
            InspectionText.Print(models, taskVectors, withTensors);
        return ExitCode.Done;
    }

    private static async Task<InspectedModel> OpenAdapterAsync(string name, BlobLocation folder, BlobLocations locations, CancellationToken cancellationToken)
    {
        await using var adapter = await AdapterFolder.OpenAsync(
            locations.StoreOf(folder), folder.Path, folder.ToString(), cancellationToken);
        return new(name, null, AdapterSummary.Of(adapter));
    }

    private static async Task<ComparedModels?> CompareAsync(IReadOnlyList<MergeInput> inputs, int? @base, CancellationToken cancellationToken)
    {
        if (@base is not { } first || inputs.Count < 2)
            return null;
        var pool = new MergePool(inputs[first], [.. inputs.Where((_, i) => i != first)]);
        try
        {
            return new(inputs[first].Name, [.. pool.Models.Select(model => model.Name)], await TaskVectorGeometry.ComputeAsync(pool, cancellationToken));
        }
        catch (MergeException e)
        {
            Failure.Warn($"the models are not compared: {e.Message}");
            return null;
        }
    }
}
