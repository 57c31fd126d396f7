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
            shown.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return shown.ToString();
    }
}
