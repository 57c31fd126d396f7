using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>Finds the lists of models: one for the merge, or one for each module of an encoder and a decoder, as mergekit writes merges of T5 and Whisper.</summary>
internal static class MergekitSections
{
    public const string Modules = "modules";
    public const string Models = "models";
    public const string Slices = "slices";
    public const string Parameters = "parameters";
    private const string Example = "- model: org/name";

    // mergekit's name for the only module of a model.
    private const string Only = "default";

    public static IReadOnlyList<MergekitSection> Read(MappingNode map)
    {
        if (map.Optional(Modules) is not { IsEmpty: false } node)
            return [Section(null, map, "a merge", [])];
        if (map.Entries.FirstOrDefault(entry => entry.Key is Models or Slices && !entry.Value.IsEmpty) is { } twice)
            throw node.Place.Error($"both '{Modules}' and '{twice.Key}' list models", "remove one of them");
        var modules = node.AsMapping($"'{Modules}'", $"{SeqToSeqModule.Encoder}: and {SeqToSeqModule.Decoder}:, with {Models}: each");
        if (modules.Find(Only) is not null)
        {
            modules.AllowKeys($"'{Modules}' with '{Only}'", Only);
            return [OfModule(null, modules.Required(Only, $"'{Modules}'", $"{Only}:"))];
        }
        modules.AllowKeys($"'{Modules}'", [.. SeqToSeqModule.All]);
        foreach (string needed in (string[])[SeqToSeqModule.Encoder, SeqToSeqModule.Decoder])
            _ = modules.Required(needed, $"'{Modules}'", $"{needed}: with {Models}:");
        return [.. modules.Entries.Select(entry => OfModule(entry.Key, entry.Value))];
    }

    private static MergekitSection OfModule(string? module, DocumentNode node)
    {
        var map = node.AsMapping("a module", $"{Models}: with {Example} for every model");
        map.AllowKeys("a module", Models, Slices, Parameters);
        return Section(module, map, "a module", map.Optional(Parameters) is { } parameters ? [ParametersOf(parameters)] : []);
    }

    private static MergekitSection Section(string? module, MappingNode map, string what, IReadOnlyList<MappingNode> parameters)
    {
        if (map.Optional(Slices) is not { IsEmpty: false } slices)
            return new(module, map.Place, map.Required(Models, what, $"{Models}: with {Example} for every model").AsItems($"'{Models}'", Example), parameters);
        if (map.Optional(Models) is { IsEmpty: false } models)
            throw models.Place.Error($"both '{Slices}' and '{Models}' list models", "remove one of them");
        var slice = MergekitSlices.Read(slices, module);
        return new(module, map.Place, slice.Models, [.. slice.Parameters is { } own ? [ParametersOf(own)] : Array.Empty<MappingNode>(), .. parameters], slice.Layers);
    }

    private static MappingNode ParametersOf(DocumentNode node) => node.AsMapping($"'{Parameters}'", "parameters: { weight: 0.5 }");
}
