using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Reads one parameter: a value, a list of values that sweeps, or a range that sweeps.</summary>
internal sealed class ParameterReader(ParameterDescription parameter)
{
    private readonly string _what = $"'{parameter.Name}'";

    public IReadOnlyList<JsonNode> Read(DocumentNode node) => node switch
    {
        ListNode list when parameter.Type != ParameterType.TextList || list.Items is [ListNode, ..] => Sweep(list),
        MappingNode range when parameter.Type is ParameterType.Number or ParameterType.Integer =>
            [.. SweepRange.Read(range).Select(value => Value(range, decimal.ToDouble(value)))],
        _ => [Value(node)],
    };

    private List<JsonNode> Sweep(ListNode list)
    {
        if (list.Items.Count == 0)
            throw list.Place.Error($"{_what} has an empty list", "give it a value, or remove it to use the default");
        if (list.Items.Count > MethodSpec.MaxVariants)
            throw list.Place.Error($"{_what} has more than {MethodSpec.MaxVariants} values", "give fewer");
        HashSet<string> seen = [];
        List<JsonNode> values = [];
        foreach (var item in list.Items)
        {
            var value = Value(item);
            if (!seen.Add(CanonicalJson.Write(value)))
                throw item.Place.Error($"{_what} sweeps over {item.Description} twice", "remove one of them");
            values.Add(value);
        }
        return values;
    }

    private JsonNode Value(DocumentNode node) => (parameter.Type, node) switch
    {
        (ParameterType.Number or ParameterType.Integer, ScalarNode { Kind: ScalarKind.Number } number) => Value(node, number.Number),
        (ParameterType.Boolean, ScalarNode { Kind: ScalarKind.Boolean } boolean) => JsonValue.Create(boolean.Boolean),
        (ParameterType.Text, ScalarNode { Kind: ScalarKind.Text } text) => Choice(text),
        (ParameterType.TextList, ListNode list) => new JsonArray([.. list.Items.Select(item =>
            item is ScalarNode { Kind: ScalarKind.Text } text ? Choice(text) : throw Wrong(item))]),
        _ => throw Wrong(node),
    };

    private JsonValue Value(DocumentNode node, double number) =>
        double.IsFinite(number) && !(number < parameter.Minimum) && !(number > parameter.Maximum) && (parameter.Type == ParameterType.Number || double.IsInteger(number))
            ? JsonValue.Create(number + 0.0)
            : throw node.Place.Error($"{_what} must be {Expected}, not {NumberText(node, number)}", Remedy);

    private static string NumberText(DocumentNode node, double number) =>
        node is ScalarNode ? node.Description : string.Create(CultureInfo.InvariantCulture, $"the number {number}");

    private JsonValue Choice(ScalarNode text) =>
        parameter.Choices is not { } choices || choices.Contains(text.Content)
            ? JsonValue.Create(text.Content)
            : throw text.Place.Error($"{_what} cannot be '{Shown.Short(text.Content)}'", Suggestion.For(text.Content, choices, "its values are"));

    private ExperimentException Wrong(DocumentNode node) =>
        node is ScalarNode { Kind: ScalarKind.Text, IsPlain: false } quoted && new ScalarNode(quoted.Place, quoted.Content, IsPlain: true).Kind is not ScalarKind.Text
            ? Expect.WrongType(node, _what, Expected, "remove the quotes")
            : Expect.WrongType(node, _what, Expected, Remedy);

    private string Remedy => $"write {parameter.Name}: {parameter.Default.ToJsonString()}";

    private string Expected => parameter.Type switch
    {
        ParameterType.Number => $"a number{Range}",
        ParameterType.Integer => $"a whole number{Range}",
        ParameterType.Boolean => "true or false",
        ParameterType.Text => parameter.Choices is { } choices ? $"one of {string.Join(", ", choices)}" : "a text",
        _ => "a list of texts",
    };

    private string Range => (parameter.Minimum, parameter.Maximum) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $" of at least {least}"),
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $" of at most {most}"),
        _ => "",
    };
}
