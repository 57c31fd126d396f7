using System.Globalization;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Mergekit;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Cli.Merging;

/// <summary>Whether the layers that a file of mergekit's takes are all there are.</summary>
internal static class WholeModels
{
    /// <exception cref="ExperimentException">Some model has another number of layers, or does not say how many.</exception>
    public static async Task RequireAsync(
        IReadOnlyList<LayerCount> taken, IReadOnlyList<ModelReference> models, BlobLocations locations, CancellationToken cancellationToken)
    {
        if (taken.Count == 0)
            return;
        foreach (var model in models)
        {
            var folder = model.Checkpoint.Folder;
            var config = await ConfigFile.FindAsync(locations.StoreOf(folder), folder.Path, folder.ToString(), cancellationToken);
            foreach (var part in taken)
                Require(part, model, LayersOf(config, part.Module));
        }
    }

    private static void Require(LayerCount taken, ModelReference model, int? layers)
    {
        if (layers != taken.Layers)
            throw new ExperimentException(
                $"{taken.Where}: the range has {taken.Layers} {(taken.Layers == 1 ? "layer" : "layers")}, and {(taken.Module is null ? "" : $"the {taken.Module} of ")}{model.Name} has "
                + $"{layers?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"}; layers cannot be taken apart here, so list whole models under models:");
    }

    private static int? LayersOf(CheckpointConfig? config, string? module) => module switch
    {
        SeqToSeqModule.Encoder => config?.EncoderLayers,
        SeqToSeqModule.Decoder => config?.DecoderLayers,
        // Embeddings are in no layer.
        SeqToSeqModule.Shared => 0,
        _ => config?.Layers,
    };
}
