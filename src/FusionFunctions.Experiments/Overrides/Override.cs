using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Overrides;

/// <summary>
/// One <c>--set key=value</c>. The key's parts are joined by dots and name keys of mappings, methods and tasks by their names, and
/// items of any list by number from 0; the value is YAML. A pool that the file names is written out before a part of it is set.
/// </summary>
internal sealed class Override
{
    private const int MaxLength = 1 << 16;
    private const int MaxParts = 16;
    private readonly Place _place;
    private readonly string _key;
    private readonly DocumentNode _value;

    private Override(Place place, string key, DocumentNode value) => (_place, _key, _value) = (place, key, value);

    /// <exception cref="ExperimentException">It is not <c>key=value</c>, or the value is not YAML.</exception>
    public static Override Parse(string text)
    {
        var place = new Place($"--set {Shown.Short(text)}");
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw place.Error("this is not key=value", "write --set taskpool.max_length=20");
        if (text.Length > MaxLength)
            throw place.Error($"this is longer than {MaxLength} characters", "write the value into the file");
        string key = text[..equals].Trim();
        string[] parts = key.Split('.');
        return parts.Length <= MaxParts && !parts.Contains("")
            ? new(place, key, DocumentParser.ParseValue(text[(equals + 1)..], place))
            : throw place.Error("the key has an empty part or too many", "write names joined by single dots, such as taskpool.max_length");
    }

    public DocumentNode ApplyTo(DocumentNode root, ExperimentCatalog catalog) => Set(root, "", _key, catalog);

    /// <param name="node">Where the walk has come to.</param>
    /// <param name="walked">The key's parts so far.</param>
    /// <param name="rest">The key's parts to go.</param>
    private DocumentNode Set(DocumentNode? node, string walked, string rest, ExperimentCatalog catalog) =>
        rest.Length == 0 ? _value : WrittenOut.Of(node, walked, catalog) switch
        {
            null or { IsNothing: true } => SetEntry(new(_place, []), walked, rest, catalog),
            MappingNode map => SetEntry(map, walked, rest, catalog),
            ListNode list => SetItem(list, walked, rest, catalog),
            var scalar => throw _place.Error($"'{walked}' is {scalar.Description}, which has no parts", $"set '{walked}' as a whole"),
        };

    private MappingNode SetEntry(MappingNode map, string walked, string rest, ExperimentCatalog catalog)
    {
        // Names may have dots in them, so the longest key that fits is meant.
        string key = map.Entries.Select(entry => entry.Key)
            .Where(key => rest == key || rest.StartsWith($"{key}.", StringComparison.Ordinal))
            .MaxBy(key => key.Length) ?? FirstPart(rest);
        return map.With(key, _place, Set(map.Find(key)?.Value, Join(walked, key), After(rest, key), catalog));
    }

    private ListNode SetItem(ListNode list, string walked, string rest, ExperimentCatalog catalog)
    {
        string part = FirstPart(rest);
        int index = ListItem.IndexOf(list, part, walked, _place);
        var item = ListItem.AsMapping(list.Items[index], walked);
        rest = After(rest, part);
        // A method's parameters stand below its name, so that the name is part of the way.
        bool isMethod = walked == ListItem.Methods && (rest.Length > 0 || ListItem.NameOf(item) == part);
        var set = isMethod && ListItem.NameOf(item) is { } method
            ? Set(item, walked, Join(method, rest), catalog)
            : Set(item, Join(walked, part), rest, catalog);
        return list with { Items = [.. list.Items.Select((old, i) => i == index ? set : old)] };
    }

    private static string FirstPart(string rest) => rest.Split('.')[0];

    private static string After(string rest, string part) => rest.Length == part.Length ? "" : rest[(part.Length + 1)..];

    private static string Join(string before, string after) => before.Length == 0 ? after : after.Length == 0 ? before : $"{before}.{after}";
}
