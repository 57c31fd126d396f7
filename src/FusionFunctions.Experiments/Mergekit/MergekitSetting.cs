using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>
/// A value of mergekit's: one for all tensors; a list of numbers, a gradient over the layers; or a list of <c>{ filter, value }</c>, of
/// which the first whose filter is part of a tensor's name counts.
/// </summary>
internal static class MergekitSetting
{
    private const string Example = "- { filter: SelfAttention, value: 0.5 }, and - { value: 0.3 } for the rest";

    /// <param name="choices">What the file says, the first that counts first.</param>
    /// <param name="parameter">What it is a value of.</param>
    /// <returns>Null where it says nothing.</returns>
    public static JsonNode? Read(IReadOnlyList<MergekitChoice> choices, ParameterDescription parameter) => choices switch
    {
        [] => null,
        [{ LeavesTensors: false, Value: not ListNode } one, ..] => Value(one.Value, parameter),
        _ => TensorSetting.Of(Living(choices.Take(choices.TakeWhile(choice => choice.LeavesTensors).Count() + 1).SelectMany(choice => Rules(choice, parameter)))),
    };

    // A module's rules behind one that takes all that is left of it fit nothing.
    private static IEnumerable<TensorRule> Living(IEnumerable<TensorRule> rules)
    {
        var settled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules.Where(rule => rule.Module is null || !settled.Contains(rule.Module)))
        {
            if (rule is { Module: { } module, Filter: null })
                settled.Add(module);
            yield return rule;
        }
    }

    private static IEnumerable<TensorRule> Rules(MergekitChoice choice, ParameterDescription parameter) => choice.Value switch
    {
        ListNode rules when choice.IsOfRules => rules.Items.Select(rule => Rule(rule, parameter) with { Module = choice.Module }),
        ListNode gradient => [new(null, Gradient(gradient, parameter), choice.Module)],
        var value => [new(null, [Value(value, parameter)], choice.Module)],
    };

    private static TensorRule Rule(DocumentNode node, ParameterDescription parameter)
    {
        var map = node.AsMapping($"a value of '{parameter.Name}'", Example);
        map.AllowKeys($"a value of '{parameter.Name}'", "filter", "value");
        var value = map.Required("value", $"a value of '{parameter.Name}'", "value: 0.5");
        string? filter = map.Optional("filter")?.AsText("'filter'", "filter: SelfAttention");
        return new(filter is "*" ? null : filter, value is ListNode gradient ? Gradient(gradient, parameter) : [Value(value, parameter)]);
    }

    private static IReadOnlyList<JsonNode> Gradient(ListNode gradient, ParameterDescription parameter) =>
        parameter.Type is ParameterType.Number or ParameterType.NumberList
            ? [.. gradient.AsItems($"'{parameter.Name}'", "[0.2, 0.5, 0.8]").Select(number => Value(number, parameter))]
            : throw gradient.Place.Error($"'{parameter.Name}' cannot change from layer to layer", "give it one value");

    private static JsonNode Value(DocumentNode node, ParameterDescription parameter)
    {
        // As YAML files often write switches.
        if (parameter.Type == ParameterType.Boolean && node is ScalarNode { Kind: ScalarKind.Number, Number: 0 or 1 } number)
            return JsonValue.Create(number.Number == 1);
        var value = new ParameterReader(parameter, models: 1).Read(node)[0];
        return parameter.Type == ParameterType.NumberList ? value.AsArray()[0]!.DeepClone() : value;
    }
}
