using System.Globalization;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Holds a node against the type that its place asks for.</summary>
internal static class Expect
{
    /// <param name="what">Whose value it is, for the message: <c>'limit'</c>.</param>
    /// <param name="example">What to write instead.</param>
    public static string AsText(this DocumentNode node, string what, string example) => node switch
    {
        ScalarNode { Kind: ScalarKind.Text } text => text.Content,
        ScalarNode { Kind: ScalarKind.Number or ScalarKind.Boolean } plain =>
            throw WrongType(node, what, "a text", $"put it in quotes: \"{Shown.Short(plain.Content)}\""),
        _ => throw WrongType(node, what, "a text", $"write {example}"),
    };

    public static int AsWholeNumber(this DocumentNode node, string what, int least, int most, string example)
    {
        string type = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        return node is ScalarNode { Kind: ScalarKind.Number, Number: var number } && number >= least && number <= most && double.IsInteger(number)
            ? (int)number
            : throw WrongType(node, what, type, node is ScalarNode { IsNeedlesslyQuoted: true } ? "remove the quotes" : $"write {example}");
    }

    public static bool AsBoolean(this DocumentNode node, string what, string example) => node is ScalarNode { Kind: ScalarKind.Boolean } scalar
        ? scalar.Boolean
        : throw WrongType(node, what, "true or false", node is ScalarNode { IsNeedlesslyQuoted: true } ? "remove the quotes" : $"write {example}");

    public static MappingNode AsMapping(this DocumentNode node, string what, string example) =>
        node as MappingNode ?? throw WrongType(node, what, "a mapping", $"write {example}");

    /// <summary>A list with at least one item.</summary>
    public static IReadOnlyList<DocumentNode> AsItems(this DocumentNode node, string what, string example) =>
        node is ListNode { Items: { Count: > 0 } items }
            ? items
            : throw WrongType(node, what, "a list with at least one item", $"write {example}");

    public static void AllowKeys(this MappingNode map, string what, params IReadOnlyList<string> keys)
    {
        foreach (var entry in map.Entries)
            if (!keys.Contains(entry.Key))
                throw entry.KeyPlace.Error(
                    $"{what} has no key '{Shown.Short(entry.Key)}'", Suggestion.For(entry.Key, keys, "its keys are"));
    }

    /// <summary>The value of a key that may be missing; one that is empty or null counts as missing.</summary>
    public static DocumentNode? Optional(this MappingNode map, string key) => map.Find(key)?.Value is { IsNothing: false } value ? value : null;

    public static DocumentNode Required(this MappingNode map, string key, string what, string example) =>
        map.Optional(key) ?? throw (map.Find(key)?.KeyPlace ?? map.Place).Error($"{what} has no '{key}'", $"add {example}");

    public static ExperimentException WrongType(DocumentNode node, string what, string type, string remedy) =>
        node.Place.Error($"{what} must be {type}, not {node.Description}", remedy);
}
