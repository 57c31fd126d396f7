using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Merging.Parameters;

/// <summary>Holds a value against the description of its parameter and gives it the one form that stands for its type.</summary>
internal static class ParameterCheck
{
    /// <exception cref="MergeException">The value is not one that the description allows.</exception>
    public static JsonNode Require(string method, ParameterDescription parameter, JsonNode? value) =>
        Normalise(parameter, value) ?? throw new MergeException(
            $"{method}: parameter '{parameter.Name}' must be {parameter.Expected()}, not {value?.ToJsonString(s_lenient) ?? "null"}.");

    private static readonly JsonSerializerOptions s_lenient =
        new(JsonSerializerOptions.Default) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static JsonNode? Normalise(ParameterDescription parameter, JsonNode? value) => TensorSetting.Is(value)
        ? TensorSetting.AllValues(value!).All(one => NormaliseOne(Single(parameter), one) is not null) ? value!.DeepClone() : null
        : value is JsonArray list && list.Any(TensorSetting.Is)
            ? list.All(item => Normalise(Single(parameter), item) is not null) ? list.DeepClone() : null
            : NormaliseOne(parameter, value);

    // Of a list with a number for each model, one of them.
    private static ParameterDescription Single(ParameterDescription parameter) =>
        parameter.Type == ParameterType.NumberList ? parameter with { Type = ParameterType.Number } : parameter;

    private static JsonNode? NormaliseOne(ParameterDescription parameter, JsonNode? value) => (parameter.Type, value?.GetValueKind()) switch
    {
        (ParameterType.Number or ParameterType.Integer, JsonValueKind.Number) when parameter.Allows(NumberOf(value!)) => JsonValue.Create(NumberOf(value!)),
        (ParameterType.Boolean, JsonValueKind.True or JsonValueKind.False) => JsonValue.Create(value!.GetValueKind() == JsonValueKind.True),
        (ParameterType.Text, JsonValueKind.String) when parameter.Allows(value!.GetValue<string>()) => JsonValue.Create(value!.GetValue<string>()),
        (ParameterType.TextList, JsonValueKind.Array) when value!.AsArray().All(item => item?.GetValueKind() == JsonValueKind.String && parameter.Allows(item.GetValue<string>())) =>
            value.DeepClone(),
        (ParameterType.NumberList, JsonValueKind.Number) => NormaliseOne(parameter, new JsonArray(value!.DeepClone())),
        (ParameterType.NumberList, JsonValueKind.Array) when value!.AsArray() is { Count: > 0 } items
                && items.All(item => item?.GetValueKind() == JsonValueKind.Number && parameter.Allows(NumberOf(item))) =>
            new JsonArray([.. items.Select(item => JsonValue.Create(NumberOf(item!)))]),
        _ => null,
    };

    private static double NumberOf(JsonNode value) => value.Deserialize<double>(s_lenient);
}
