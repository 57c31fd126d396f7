using System.Globalization;
using System.Text;

namespace FusionFunctions.Experiments.Documents;

/// <summary>Text from outside as it may stand in a message: short, on one line.</summary>
internal static class Shown
{
    private const int MaxLength = 80;

    public static string Short(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxLength)
                return shown.Append('…').ToString();
            shown.Append(IsVisible(rune) ? rune.ToString() : " ");
        }
        return shown.ToString();
    }

    // Format characters can turn the direction of what follows.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
