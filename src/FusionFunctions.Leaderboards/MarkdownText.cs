using System.Text;

namespace FusionFunctions.Leaderboards;

/// <summary>Text from users inside Markdown: shown as it is, on one line, whatever it holds.</summary>
internal static class MarkdownText
{
    private const string Marks = "\\`*~|[]$";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (Marks.Contains(c) || (c == '_' && !IsInsideWord(text, i)))
                escaped.Append('\\').Append(c);
            else
                escaped.Append(c switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    '\u2028' or '\u2029' => " ",
                    _ when char.IsControl(c) => " ",
                    _ => c.ToString(),
                });
        }
        return escaped.ToString();
    }

    /// <summary>Underscores between letters or digits do not emphasise; escaping them would only blur names such as scaling_factor.</summary>
    private static bool IsInsideWord(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
}
