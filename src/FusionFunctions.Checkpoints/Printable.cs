namespace FusionFunctions.Checkpoints;

/// <summary>Text out of a file, made fit for a message: short, and without control characters that would act on a terminal.</summary>
public static class Printable
{
    private const int MaxLength = 200;

    /// <returns>The word null for no text.</returns>
    public static string Text(string? text) => text switch
    {
        null => "null",
        { Length: > MaxLength } => $"{Text(text[..MaxLength])}…",
        _ => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : $"{c}")),
    };
}
