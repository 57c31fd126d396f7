using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>
/// Reads mergekit's configuration file as far as it merges models of one architecture whole; everything else is refused by name.
/// Source: https://github.com/arcee-ai/mergekit#merge-configuration.
/// </summary>
public static class MergekitReader
{
    private const string MethodPrefix = "mergekit/";
    private const string MethodKey = "merge_method";

    private static readonly Dictionary<string, string> s_refused = new(StringComparer.Ordinal)
    {
        ["chat_template"] = "a chat template is copied with the tokenizer that has it; remove the key",
    };

    /// <summary>Whether a text is meant for mergekit rather than as an experiment.</summary>
    public static bool IsMergekit(string text, string fileName) =>
        DocumentParser.ParseFile(text, fileName) is MappingNode map && map.Find(MethodKey) is not null;

    /// <param name="text">The file's content; up to 1 MiB.</param>
    /// <param name="fileName">As messages show it.</param>
    /// <param name="folder">Where relative paths start; null refuses local paths.</param>
    /// <param name="catalog">Has the methods.</param>
    /// <returns>One method on one pool, without tasks, and how many layers the file says that its models have.</returns>
    /// <exception cref="ExperimentException">The merge cannot be made as written; the message says where, what and the remedy.</exception>
    public static MergeFile Read(string text, string fileName, string? folder, ExperimentCatalog catalog)
    {
        var map = DocumentParser.ParseFile(text, fileName).AsMapping("a merge", $"{MethodKey}: and models:");
        foreach (var entry in map.Entries)
            if (!entry.Value.IsEmpty && s_refused.TryGetValue(entry.Key, out string? remedy))
                throw entry.KeyPlace.Error($"'{entry.Key}' is not supported", remedy);
        map = map with { Entries = [.. map.Entries.Where(entry => !s_refused.ContainsKey(entry.Key))] };
        map.AllowKeys(
            "a merge", MethodKey, MergekitSections.Models, "base_model", MergekitSections.Parameters, "dtype", "out_dtype", "tokenizer_source", "tokenizer", "name",
            MergekitSections.Slices, MergekitSections.Modules);
        var method = ReadMethod(map, catalog);
        var sections = MergekitSections.Read(map);
        var models = MergekitModels.Read(map, sections, method, folder);
        var parameters = new MergekitParameters(method, sections, models.Merged).Read(map.Optional(MergekitSections.Parameters));
        string? dtype = DTypeOf(map, "dtype");
        string name = SafeName.IsSafe(Path.GetFileNameWithoutExtension(fileName)) ? Path.GetFileNameWithoutExtension(fileName) : "merge";
        var experiment = new Experiment(name, models.Pool, [new(method.Name, parameters)], [], new TaskPool(null, []), DTypeOf(map, "out_dtype") ?? dtype);
        return new(experiment, IsMergekit: true, [.. sections.Select(section => section.Layers).OfType<LayerCount>()]);
    }

    private static string? DTypeOf(MappingNode map, string key) => map.Optional(key) is { } node ? DTypeReader.Read(node) : null;

    private static MethodDescription ReadMethod(MappingNode map, ExperimentCatalog catalog)
    {
        var node = map.Required(MethodKey, "a merge", $"{MethodKey}: ties");
        string name = node.AsText($"'{MethodKey}'", $"{MethodKey}: ties");
        string[] names = [.. catalog.Methods.Where(method => method.Name.StartsWith(MethodPrefix, StringComparison.Ordinal)).Select(method => method.Name[MethodPrefix.Length..])];
        return catalog.FindMethod(MethodPrefix + name)
            ?? throw node.Place.Error($"there is no mergekit method '{Shown.Short(name)}'", Suggestion.For(name, names, "the methods are"));
    }
}
