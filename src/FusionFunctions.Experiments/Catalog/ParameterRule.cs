using System.Globalization;
using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>What a parameter may be, as a check and in words.</summary>
public static class ParameterRule
{
    /// <summary>Whether it may be that number, or have it in its list.</summary>
    public static bool Allows(this ParameterDescription parameter, double number) =>
        double.IsFinite(number) && !(number < parameter.Minimum) && !(number > parameter.Maximum)
        && (parameter.Type != ParameterType.Integer || double.IsInteger(number));

    /// <summary>Whether it may be that text, or have it in its list.</summary>
    public static bool Allows(this ParameterDescription parameter, string text) =>
        parameter.Choices is null || parameter.Choices.Contains(text, StringComparer.Ordinal);

    /// <summary>Reads on from <c>must be</c>.</summary>
    public static string Expected(this ParameterDescription parameter) => parameter.Type switch
    {
        ParameterType.Number => $"a number{Range(parameter)}",
        ParameterType.Integer => $"a whole number{Range(parameter)}",
        ParameterType.Boolean => "true or false",
        ParameterType.Text => parameter.Choices is { } choices ? $"one of {string.Join(", ", choices)}" : "a text",
        ParameterType.NumberList => $"a number or a list of numbers, each{Range(parameter)}",
        _ => parameter.Choices is { } choices ? $"a list of texts, each one of {string.Join(", ", choices)}" : "a list of texts",
    };

    /// <summary>What to write instead.</summary>
    public static string Example(this ParameterDescription parameter) => $"write {parameter.Name}: {Text(parameter.Default)}";

    /// <summary>A number as people write it: 1e-6.</summary>
    public static string Text(double number) => Written(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A value as JSON, numbers as people write them.</summary>
    public static string Text(JsonNode value) => Written(value.ToJsonString());

    private static string Range(ParameterDescription parameter) => (parameter.Minimum, parameter.Maximum) switch
    {
        ({ } least, { } most) => $" from {Text(least)} to {Text(most)}",
        ({ } least, null) => $" of at least {Text(least)}",
        (null, { } most) => $" of at most {Text(most)}",
        _ => "",
    };

    private static string Written(string number) => number.Replace("E-0", "e-", StringComparison.Ordinal);
}
