using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>
/// mergekit's other way to list models: one slice, of all layers of each. It is what many files on the hub have. Several slices would take layers apart.
/// </summary>
internal static class MergekitSlices
{
    private const string Key = "slices";
    private const string Models = "models";
    private const string Parameters = "parameters";
    private const string Range = "layer_range";
    private const string Example = "layer_range: [0, 32], or list whole models under models:";
    private const int MostLayers = 9999;

    /// <returns>The same merge with its models under <c>models:</c>, and how many layers they must have; as it was where there are no slices.</returns>
    public static (MappingNode Map, LayerCount? Layers) Unfold(MappingNode map)
    {
        if (map.Optional(Key) is not { IsEmpty: false } node)
            return (map, null);
        var slices = node.AsItems($"'{Key}'", "- sources: with a model and its layer_range each");
        if (slices.Count > 1)
            throw slices[1].Place.Error("this is a second slice", "layers cannot be taken apart here; list whole models under models:");
        if (map.Optional(Models) is { IsEmpty: false } models)
            throw models.Place.Error($"both '{Key}' and '{Models}' list models", "remove one of them");
        var slice = slices[0].AsMapping("a slice", "sources:");
        slice.AllowKeys("a slice", "sources", Parameters);
        var sources = slice.Required("sources", "a slice", "sources:").AsItems("'sources'", "- model: org/name");
        var entries = sources.Select(source => source.AsMapping("a source", "model: org/name")).ToList();
        var layers = LayersOf(entries);
        map = map with { Entries = [.. map.Entries.Where(entry => entry.Key is not (Key or Models))] };
        map = map.With(Models, node.Place, new ListNode(node.Place, [.. entries.Select(entry => Without(entry, Range))]));
        return (WithParametersOf(slice, map), layers);
    }

    private static LayerCount LayersOf(IReadOnlyList<MappingNode> sources)
    {
        LayerCount? first = null;
        foreach (var source in sources)
        {
            var range = source.Required(Range, "a source", Example);
            var ends = range.AsItems($"'{Range}'", Example);
            int last = ends.Count == 2 ? ends[1].AsWholeNumber($"the end of '{Range}'", 1, MostLayers, Example) : 0;
            if (ends.Count != 2 || ends[0].AsWholeNumber($"the start of '{Range}'", 0, MostLayers, Example) != 0 || (first is not null && last != first.Layers))
                throw range.Place.Error("these are not all layers of every model", $"layers cannot be taken apart here; write {Example}");
            first ??= new(last, $"{range.Place}");
        }
        return first!;
    }

    // For mergekit a slice's come before those of the merge.
    private static MappingNode WithParametersOf(MappingNode slice, MappingNode map)
    {
        if (slice.Optional(Parameters) is not { } node)
            return map;
        var own = node.AsMapping($"'{Parameters}'", "parameters: { t: 0.5 }");
        var ofAll = map.Optional(Parameters)?.AsMapping($"'{Parameters}'", "parameters: { t: 0.5 }");
        foreach (var entry in own.Entries)
            if (ofAll?.Find(entry.Key) is not null)
                throw entry.KeyPlace.Error($"'{Shown.Short(entry.Key)}' also stands under the {Parameters}: of the merge", "remove one of them");
        return map.With(Parameters, node.Place, ofAll is null ? own : ofAll with { Entries = [.. ofAll.Entries, .. own.Entries] });
    }

    private static MappingNode Without(MappingNode map, string key) => map with { Entries = [.. map.Entries.Where(entry => entry.Key != key)] };
}
