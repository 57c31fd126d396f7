using System.Globalization;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Overrides;

/// <summary>How an override finds its way in lists: methods and tasks have names, every item has a number.</summary>
internal static class ListItem
{
    public const string Methods = "methods";
    private const string Tasks = "taskpool.tasks";

    /// <summary>The method's or task's name, whether it is written alone or with more.</summary>
    public static string? NameOf(DocumentNode item) => item switch
    {
        ScalarNode { Kind: ScalarKind.Text } scalar => scalar.Content,
        MappingNode map when map.Find("name") is { Value: ScalarNode name } => name.Content,
        MappingNode { Entries: [var method] } => method.Key,
        _ => null,
    };

    /// <summary>A name written alone becomes a mapping that can take more.</summary>
    public static DocumentNode AsMapping(DocumentNode item, string list) => (item, list) switch
    {
        (ScalarNode { Kind: ScalarKind.Text } method, Methods) =>
            new MappingNode(item.Place, [new(method.Content, item.Place, new ScalarNode(item.Place, "", IsPlain: true))]),
        (ScalarNode { Kind: ScalarKind.Text }, Tasks) => new MappingNode(item.Place, [new("name", item.Place, item)]),
        _ => item,
    };

    public static int IndexOf(ListNode list, string part, string walked, Place place)
    {
        string?[] names = [.. list.Items.Select(NameOf)];
        int found = Array.IndexOf(names, part);
        if (found >= 0 && Array.IndexOf(names, part, found + 1) is var second and > 0)
            throw place.Error(
                $"'{walked}' has several entries '{part}'", $"say which by its number from 0: {walked}.{found} or {walked}.{second}");
        if (found >= 0)
            return found;
        if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < names.Length)
            return index;
        string[] valid = [.. names.OfType<string>().Distinct()];
        throw place.Error(
            $"'{walked}' has no entry '{Shown.Short(part)}'",
            valid.Length > 0 ? Suggestion.For(part, valid, "its entries are") : $"its {names.Length} items have numbers from 0");
    }
}
