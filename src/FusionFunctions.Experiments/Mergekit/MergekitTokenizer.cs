using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>Whose tokenizer the merged model gets.</summary>
internal static class MergekitTokenizer
{
    private const string Short = "tokenizer_source";
    private const string Long = "tokenizer";
    private const string Source = "source";
    private const string Remedy = $"write {Short}: base, or a model";

    /// <returns>Null where the file leaves that open: then what lies beside the first model that is read, the base or what stands for it, is copied, if there is any.</returns>
    public static CheckpointReference? Read(MappingNode map, PoolModel? baseModel, PoolModel first, string? folder)
    {
        if (SourceOf(map) is not { } node)
            return null;
        return (node as ScalarNode)?.Content switch
        {
            "union" => throw node.Place.Error("vocabularies are not merged", Remedy),
            "base" => (baseModel ?? first).Checkpoint,
            _ => MergekitReference.Read(node, folder).Checkpoint,
        };
    }

    private static DocumentNode? SourceOf(MappingNode map)
    {
        var (source, tokenizer) = (map.Optional(Short), map.Optional(Long));
        if (tokenizer is null)
            return source;
        if (source is not null)
            throw tokenizer.Place.Error($"both '{Short}' and '{Long}' name a tokenizer", "remove one of them");
        var settings = tokenizer.AsMapping($"'{Long}'", $"{Long}: {{ {Source}: base }}");
        if (settings.Entries.FirstOrDefault(entry => entry.Key != Source && !entry.Value.IsEmpty) is { } other)
            throw other.KeyPlace.Error($"'{Long}' with '{Shown.Short(other.Key)}' is not supported: vocabularies are not merged", Remedy);
        return settings.Optional(Source) ?? throw tokenizer.Place.Error($"'{Long}' without a '{Source}' merges vocabularies, which is not supported", Remedy);
    }
}
