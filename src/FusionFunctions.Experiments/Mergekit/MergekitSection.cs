using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>A part of a file that lists models: the whole merge, or what it says of one module.</summary>
/// <param name="Module">One of <see cref="Catalog.SeqToSeqModule"/>; null for the whole merge.</param>
/// <param name="Place">Where the part begins.</param>
/// <param name="Models">An item for each model.</param>
/// <param name="Parameters">Of all models in this part; the first that sets one counts. They come before those of the merge.</param>
/// <param name="Layers">How many the models must have, where it says so.</param>
internal sealed record MergekitSection(
    string? Module, Place Place, IReadOnlyList<DocumentNode> Models, IReadOnlyList<MappingNode> Parameters, LayerCount? Layers = null);
