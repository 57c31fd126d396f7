using System.Globalization;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Mergekit;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Cli.Merging;

/// <summary>Whether the layers that a file of mergekit's takes are all there are.</summary>
internal static class WholeModels
{
    /// <exception cref="ExperimentException">Some model has another number of layers, or does not say how many.</exception>
    public static async Task RequireAsync(LayerCount taken, IEnumerable<ModelReference> models, BlobLocations locations, CancellationToken cancellationToken)
    {
        foreach (var model in models)
        {
            var folder = model.Checkpoint.Folder;
            var config = await ConfigFile.FindAsync(locations.StoreOf(folder), folder.Path, folder.ToString(), cancellationToken);
            if (config?.Layers != taken.Layers)
                throw new ExperimentException(
                    $"{taken.Where}: the range has {taken.Layers} layers, and {model.Name} has {config?.Layers?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"}; "
                    + "layers cannot be taken apart here, so list whole models under models:");
        }
    }
}
