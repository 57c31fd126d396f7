namespace FusionFunctions.Checkpoints.Export;

/// <summary>Text from outside in Markdown, held to one line and one table cell.</summary>
internal static class MarkdownText
{
    private const string Special = @"\`*{}[]<>()#+!|~";

    public static string Plain(string text) =>
        string.Concat(OneLine(text).Select(c => Special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));

    /// <summary>A code span; backticks, which would end it, become quotes.</summary>
    public static string Code(string text) => $"`{OneLine(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
