using System.Globalization;
using System.Text;

namespace FusionFunctions.Glue.Scoring;

/// <summary>
/// Python's <c>float(text)</c>: blanks around it, any Unicode decimal digits, single underscores between digits, nan and inf.
/// FusionBench reads STS-B outputs with it. Source: https://docs.python.org/3/library/functions.html#float.
/// </summary>
public static class PythonFloat
{
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        return Ascii(text) is { } plain && (TryWord(plain, out value) || (IsNumber(plain) && TryNumber(plain.Replace("_", "", StringComparison.Ordinal), out value)));
    }

    private static bool TryNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static bool TryWord(string text, out double value)
    {
        int sign = text is ['-', ..] ? -1 : 1;
        string word = text is ['-' or '+', .. var rest] ? rest : text;
        value = word.ToLowerInvariant() switch
        {
            "nan" => double.NaN,
            "inf" or "infinity" => sign * double.PositiveInfinity,
            _ => 0,
        };
        return value != 0;
    }

    // Stripped of what .NET and Python's float() both count as white space (unlike str.isspace(), not the separators 1C to 1F), with every decimal digit
    // as '0' to '9'; null where another non-ASCII character stands in it.
    private static string? Ascii(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            if (rune.IsAscii)
                plain.Append((char)rune.Value);
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                plain.Append((int)Rune.GetNumericValue(rune));
            else
                return null;
        }
        return plain.ToString();
    }

    // sign? (digits ('.' digits?)? | '.' digits) ([eE] sign? digits)?, where digits are joined by single underscores.
    private static bool IsNumber(string text)
    {
        int at = 0;
        Sign();
        bool whole = Digits();
        bool fraction = false;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = Digits();
        }
        if (!whole && !fraction)
            return false;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            Sign();
            if (!Digits())
                return false;
        }
        return at == text.Length;

        void Sign() => at += at < text.Length && text[at] is '+' or '-' ? 1 : 0;

        bool Digits()
        {
            int start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || IsJoint()))
                at++;
            return at > start;
        }

        bool IsJoint() =>
            text[at] == '_' && at > 0 && char.IsAsciiDigit(text[at - 1]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
    }
}
