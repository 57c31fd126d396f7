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
        await using var open = await OpenModels.OpenAsync(models, locations, cancellationToken);
        foreach (var model in open.Models)
            if (model.Config?.Layers != taken.Layers)
                throw new ExperimentException(
                    $"{taken.Where}: the range has {taken.Layers} layers, and {model.Input.Name} has {model.Config?.Layers?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number"}; "
                    + "layers cannot be taken apart here, so list whole models under models:");
    }
}
