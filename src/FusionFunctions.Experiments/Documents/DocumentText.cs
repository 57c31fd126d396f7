using System.Text;

namespace FusionFunctions.Experiments.Documents;

/// <summary>What a text must be before the YAML parser may see it.</summary>
internal static class DocumentText
{
    public const int MaxBytes = 1 << 20;

    /// <summary>
    /// Takes a byte order mark away; refuses what is too long or has characters that YAML forbids, at which a parser may stop without a word.
    /// </summary>
    public static string Check(string text, Func<long, long, Place> at)
    {
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
            throw at(1, 1).Error($"the text is longer than {MaxBytes} bytes", "an experiment needs a few lines; is this the right file?");
        text = text.TrimStart('\uFEFF');
        long line = 1, lineStart = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsForbidden(text, ref i))
                throw at(line, i - lineStart + 1).Error($"the character U+{(int)text[i]:X4} is not allowed", "remove it");
            if (text[i] == '\n')
                (line, lineStart) = (line + 1, i + 1);
        }
        return text;
    }

    private static bool IsForbidden(string text, ref int i)
    {
        char c = text[i];
        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            i++;
            return false;
        }
        return char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c is '\uFEFF' or '\uFFFE' or '\uFFFF';
    }
}
