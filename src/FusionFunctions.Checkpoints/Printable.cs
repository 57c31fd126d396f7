using System.Globalization;

namespace FusionFunctions.Checkpoints;

/// <summary>Text out of a file, made fit for a message: short, and without characters that would act on a terminal or turn the direction of what follows.</summary>
public static class Printable
{
    private const int MaxLength = 200;

    /// <summary>With a full stop, which messages of the system may lack: more follows.</summary>
    public static string Sentence(string text) => Text(text) is var printable && printable.EndsWith('.') ? printable : $"{printable}.";

    /// <returns>The word null for no text.</returns>
    public static string Text(string? text) => text switch
    {
        null => "null",
        { Length: > MaxLength } => $"{Text(text[..MaxLength])}…",
        _ => string.Concat(text.Select(c => IsPlain(c) ? $"{c}" : $"\\u{(int)c:x4}")),
    };

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
