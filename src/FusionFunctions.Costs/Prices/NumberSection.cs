using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Costs.Prices;

/// <summary>One mapping of a price table, whose values are taken one by one; what is left over is refused.</summary>
internal sealed class NumberSection
{
    private const double Most = 1e12;
    private readonly List<string> _taken = [];
    private readonly MappingNode _map;
    private readonly string _what;

    public NumberSection(MappingNode parent, string key)
    {
        _what = $"'{key}'";
        _map = parent.Required(key, "the price table", $"{key}: with its values").AsMapping(_what, "keys and numbers");
    }

    /// <summary>From 0 on.</summary>
    public double Price(string key)
    {
        var node = Take(key);
        return Number(node) is { } number && number is >= 0 and <= Most
            ? number
            : throw Expect.WrongType(node, $"'{key}'", "a number from 0 on", $"write {key}: 0.05");
    }

    /// <summary>Greater than 0: something is divided by it.</summary>
    public double Speed(string key)
    {
        var node = Take(key);
        return Number(node) is { } number && number is > 0 and <= Most
            ? number
            : throw Expect.WrongType(node, $"'{key}'", "a number greater than 0", $"write {key}: 13.4");
    }

    public bool Flag(string key) => Take(key) is ScalarNode { Kind: ScalarKind.Boolean } node
        ? node.Boolean
        : throw Expect.WrongType(Take(key), $"'{key}'", "true or false", $"write {key}: false");

    public string Text(string key) => Take(key).AsText($"'{key}'", $"{key}: \"…\"");

    public void RefuseOthers() => _map.AllowKeys(_what, _taken);

    private static double? Number(DocumentNode node) => node is ScalarNode { Kind: ScalarKind.Number, Number: var number } ? number : null;

    // A key that is misspelt is missing too; the message about it says more.
    private DocumentNode Take(string key)
    {
        _taken.Add(key);
        return _map.Optional(key) ?? throw Missing(key);
    }

    private Experiments.ExperimentException Missing(string key) =>
        _map.Find(key) is null && _map.Entries.FirstOrDefault(entry => Experiments.Suggestions.Suggestion.Nearest(entry.Key, [key]) is not null) is { } misspelt
            ? misspelt.KeyPlace.Error($"{_what} has no key '{Shown.Short(misspelt.Key)}'", $"did you mean '{key}'?")
            : (_map.Find(key)?.KeyPlace ?? _map.Place).Error($"{_what} has no '{key}'", $"add {key}:; 'fusion plan --write-prices FILE' writes a complete table");
}
