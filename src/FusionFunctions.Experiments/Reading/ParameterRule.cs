using System.Globalization;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Experiments.Reading;

/// <summary>What a parameter may be, as a check and in words.</summary>
internal static class ParameterRule
{
    public static bool Allows(this ParameterDescription parameter, double number) =>
        double.IsFinite(number) && !(number < parameter.Minimum) && !(number > parameter.Maximum)
        && (parameter.Type != ParameterType.Integer || double.IsInteger(number));

    public static string Expected(this ParameterDescription parameter) => parameter.Type switch
    {
        ParameterType.Number => $"a number{Range(parameter)}",
        ParameterType.Integer => $"a whole number{Range(parameter)}",
        ParameterType.Boolean => "true or false",
        ParameterType.Text => parameter.Choices is { } choices ? $"one of {string.Join(", ", choices)}" : "a text",
        ParameterType.NumberList => $"a number or a list of numbers, each{Range(parameter)}",
        _ => "a list of texts",
    };

    public static string Example(this ParameterDescription parameter) => $"write {parameter.Name}: {parameter.Default.ToJsonString()}";

    private static string Range(ParameterDescription parameter) => (parameter.Minimum, parameter.Maximum) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $" of at least {least}"),
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $" of at most {most}"),
        _ => "",
    };
}
