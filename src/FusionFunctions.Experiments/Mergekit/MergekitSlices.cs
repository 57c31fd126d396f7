using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>
/// mergekit's other way to list models: one slice, of all layers of each. It is what many files on the hub have. Several slices would take layers apart.
/// </summary>
internal static class MergekitSlices
{
    private const string Range = "layer_range";
    private const string Sources = "sources";
    private const string Example = "layer_range: [0, 32], or list whole models under models:";
    private const int MostLayers = 9999;

    /// <param name="node">The list of slices.</param>
    /// <param name="module">The module whose layers they take; null where there is one alone.</param>
    public static Slice Read(DocumentNode node, string? module)
    {
        var slices = node.AsItems($"'{MergekitSections.Slices}'", "- sources: with a model and its layer_range each");
        if (slices.Count > 1)
            throw slices[1].Place.Error("this is a second slice", "layers cannot be taken apart here; list whole models under models:");
        var slice = slices[0].AsMapping("a slice", "sources:");
        slice.AllowKeys("a slice", Sources, MergekitSections.Parameters);
        var sources = slice.Required(Sources, "a slice", "sources:").AsItems($"'{Sources}'", "- model: org/name");
        var entries = sources.Select(source => source.AsMapping("a source", "model: org/name")).ToList();
        var layers = LayersOf(entries, module);
        return new([.. entries.Select(entry => Without(entry, Range))], slice.Optional(MergekitSections.Parameters), layers);
    }

    private static LayerCount LayersOf(IReadOnlyList<MappingNode> sources, string? module)
    {
        // What is in no module has no layers either.
        int fewest = module == SeqToSeqModule.Shared ? 0 : 1;
        LayerCount? first = null;
        foreach (var source in sources)
        {
            var range = source.Required(Range, "a source", Example);
            var ends = range.AsItems($"'{Range}'", Example);
            int last = ends.Count == 2 ? ends[1].AsWholeNumber($"the end of '{Range}'", fewest, MostLayers, Example) : 0;
            if (ends.Count != 2 || ends[0].AsWholeNumber($"the start of '{Range}'", 0, MostLayers, Example) != 0 || (first is not null && last != first.Layers))
                throw range.Place.Error("these are not all layers of every model", $"layers cannot be taken apart here; write {Example}");
            first ??= new(last, $"{range.Place}", module);
        }
        return first!;
    }

    private static MappingNode Without(MappingNode map, string key) => map with { Entries = [.. map.Entries.Where(entry => entry.Key != key)] };

    /// <param name="Models">An item for each.</param>
    /// <param name="Parameters">The slice's own, or null.</param>
    /// <param name="Layers">That each of them must have.</param>
    internal sealed record Slice(IReadOnlyList<DocumentNode> Models, DocumentNode? Parameters, LayerCount Layers);
}
