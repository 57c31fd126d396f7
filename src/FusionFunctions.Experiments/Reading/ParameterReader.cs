using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Reads one parameter: a value, a list of values that sweeps, or a range that sweeps.</summary>
/// <param name="models">How many models are merged.</param>
internal sealed class ParameterReader(ParameterDescription parameter, int models)
{
    private readonly string _what = $"'{parameter.Name}'";

    private bool IsList => parameter.Type is ParameterType.TextList or ParameterType.NumberList;

    private bool IsNumber => parameter.Type is ParameterType.Number or ParameterType.Integer;

    public IReadOnlyList<JsonNode> Read(DocumentNode node) => node switch
    {
        ListNode list when !IsList || list.Items is [ListNode, ..] => Sweep(list),
        MappingNode range when IsNumber => [.. SweepRange.Read(range).Select(value => Checked(range, decimal.ToDouble(value)))],
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
        (ParameterType.Number or ParameterType.Integer, ScalarNode) => Number(node),
        (ParameterType.Boolean, ScalarNode { Kind: ScalarKind.Boolean } boolean) => JsonValue.Create(boolean.Boolean),
        (ParameterType.Text, ScalarNode { Kind: ScalarKind.Text } text) => Choice(text),
        (ParameterType.TextList, ListNode list) => new JsonArray([.. list.Items.Select(Text)]),
        (ParameterType.NumberList, ScalarNode) => new JsonArray(Number(node)),
        (ParameterType.NumberList, ListNode { Items.Count: > 0 } list) => PerModel(list),
        _ => throw Wrong(node),
    };

    private JsonArray PerModel(ListNode list)
    {
        JsonArray numbers = [.. list.Items.Select(Number)];
        return numbers.Count == 1 || numbers.Count == models
            ? numbers
            : throw list.Place.Error(
                $"{_what} has {numbers.Count} numbers and the model pool {models} fine-tuned models",
                "give one for each, in the pool's order, or one for all");
    }

    private JsonValue Text(DocumentNode node) => node is ScalarNode { Kind: ScalarKind.Text } text ? Choice(text) : throw Wrong(node);

    private JsonValue Number(DocumentNode node) =>
        node is ScalarNode { Kind: ScalarKind.Number } scalar ? Checked(node, scalar.Number) : throw Wrong(node);

    private JsonValue Checked(DocumentNode node, double number) => parameter.Allows(number)
        ? JsonValue.Create(number + 0.0)
        : throw node.Place.Error(
            $"{_what} must be {parameter.Expected()}, not {(node is ScalarNode ? node.Description : $"the number {number.ToString(CultureInfo.InvariantCulture)}")}",
            parameter.Example());

    private JsonValue Choice(ScalarNode text) =>
        parameter.Allows(text.Content)
            ? JsonValue.Create(text.Content)
            : throw text.Place.Error(
                $"{_what} cannot be '{Shown.Short(text.Content)}'", Suggestion.For(text.Content, parameter.Choices!, "its values are"));

    private ExperimentException Wrong(DocumentNode node) =>
        Expect.WrongType(
            node, _what, parameter.Expected(), node is ScalarNode { IsNeedlesslyQuoted: true } ? "remove the quotes" : parameter.Example());
}
