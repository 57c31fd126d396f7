using System.Globalization;
using System.Text.RegularExpressions;

namespace FusionFunctions.Experiments.Documents;

/// <summary>A single value, typed as YAML 1.2's core schema types it, except that numbers are decimal.</summary>
/// <param name="IsPlain">Neither quoted nor a block; everything else is text.</param>
internal sealed partial record ScalarNode(Place Place, string Content, bool IsPlain) : DocumentNode(Place)
{
    public ScalarKind Kind { get; } = IsPlain ? PlainKind(Content) : ScalarKind.Text;

    /// <summary>Whether it would be a number or a boolean without its quotes.</summary>
    public bool IsNeedlesslyQuoted => !IsPlain && PlainKind(Content) is (ScalarKind.Boolean or ScalarKind.Number);

    public override bool IsNothing => Kind == ScalarKind.Nothing;

    public bool Boolean => Content[0] is 't' or 'T';

    /// <summary>NaN or infinite where the text says so or is out of range.</summary>
    public double Number => Content.TrimStart('+', '-').ToLowerInvariant() switch
    {
        ".nan" => double.NaN,
        ".inf" => Content[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => double.Parse(Content, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public override string Description => Kind switch
    {
        ScalarKind.Nothing => "nothing",
        ScalarKind.Boolean => Content.ToLowerInvariant(),
        ScalarKind.Number => $"the number {Shown.Short(Content)}",
        _ => $"the text '{Shown.Short(Content)}'",
    };

    private static ScalarKind PlainKind(string content) =>
        content is "" or "~" or "null" or "Null" or "NULL" ? ScalarKind.Nothing
        : content is "true" or "True" or "TRUE" or "false" or "False" or "FALSE" ? ScalarKind.Boolean
        : NumberPattern().IsMatch(content) ? ScalarKind.Number
        : ScalarKind.Text;

    [GeneratedRegex(
        @"\A([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}

internal enum ScalarKind
{
    Nothing,
    Boolean,
    Number,
    Text,
}
