namespace FusionFunctions.Checkpoints.Hub;

/// <summary>Text from outside, made fit for a message: short, on one line.</summary>
internal static class HubText
{
    private const int MaxLength = 200;

    public static string Printable(string text) =>
        string.Concat(text.Take(MaxLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + (text.Length > MaxLength ? "…" : "");
}
