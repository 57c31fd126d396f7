using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Tests.Merging;

/// <summary>What a parameter must not be given, worked out from its description: other types, numbers out of range, lists of the wrong length.</summary>
internal static class WrongValues
{
    /// <summary>More than any range allows.</summary>
    private const double Huge = 1e300;

    /// <param name="parameter">The description.</param>
    /// <param name="models">How many models are merged.</param>
    public static IEnumerable<JsonNode?> Of(ParameterDescription parameter, int models) => OtherTypes(parameter.Type).Concat(parameter.Type switch
    {
        ParameterType.Number => OutOfRange(parameter),
        ParameterType.Integer => [.. OutOfRange(parameter), JsonValue.Create((parameter.Minimum ?? 0) + 0.5)],
        ParameterType.NumberList =>
            [.. OutOfRange(parameter), .. OutOfRange(parameter).Select(number => new JsonArray(number)), new JsonArray(), new JsonArray("1"), Repeated(parameter, models + 1), Repeated(parameter, Math.Max(2, models + 2))],
        ParameterType.Text when parameter.Choices is { } choices => [JsonValue.Create(""), JsonValue.Create("no such choice"), JsonValue.Create(choices[0].ToUpperInvariant())],
        ParameterType.TextList => [new JsonArray("no.such.tensor"), new JsonArray(1), new JsonArray((JsonNode?)null)],
        _ => [],
    });

    private static IEnumerable<JsonNode?> OtherTypes(ParameterType type)
    {
        yield return null;
        yield return new JsonObject { ["value"] = 1 };
        if (type is not (ParameterType.Text or ParameterType.TextList))
            yield return "text";
        if (type == ParameterType.TextList)
            yield return "a";
        if (type is ParameterType.Boolean or ParameterType.Text or ParameterType.TextList)
            yield return 1;
        if (type != ParameterType.Boolean)
            yield return true;
        if (type is ParameterType.Boolean or ParameterType.Number or ParameterType.Integer or ParameterType.Text)
            yield return new JsonArray(new JsonArray());
    }

    private static IEnumerable<JsonNode> OutOfRange(ParameterDescription parameter) =>
        new[] { double.NaN, double.PositiveInfinity, Huge, -Huge, Beyond(parameter.Minimum, -1), Beyond(parameter.Maximum, 1) }.Select(number => (JsonNode)JsonValue.Create(number));

    private static double Beyond(double? limit, int direction) => limit is { } number ? number + (direction * Math.Max(1e-3, Math.Abs(number) * 1e-6)) : Huge;

    private static JsonArray Repeated(ParameterDescription parameter, int count) =>
        [.. Enumerable.Repeat(0, count).Select(_ => parameter.Default.AsArray()[0]!.DeepClone())];

    /// <summary>As an experiment file has it.</summary>
    public static string Yaml(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(Yaml))}]",
        JsonObject map => $"{{ {string.Join(", ", map.Select(entry => $"{entry.Key}: {Yaml(entry.Value)}"))} }}",
        JsonValue number when number.TryGetValue(out double given) => double.IsNaN(given) ? ".nan" : double.IsInfinity(given) ? ".inf" : given.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}
