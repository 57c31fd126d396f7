using System.Globalization;

namespace FusionFunctions.Cli.Display;

/// <summary>Text from outside, with everything spelled out that could steer a terminal or turn the direction of what follows.</summary>
internal static class TerminalText
{
    /// <summary>Lines stay lines, and what is indented by tabs stays so.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => c is '\n' or '\t' ? $"{c}" : Shown(c)));

    /// <summary>What is to stay on one line.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(Shown));

    private static string Shown(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? $"\\u{(int)c:x4}"
            : $"{c}";
}
