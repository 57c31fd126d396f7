namespace FusionFunctions.Cli.Display;

/// <summary>Text from outside, without what could steer a terminal.</summary>
internal static class TerminalText
{
    public static string Plain(string text) => string.Concat(text.Where(c => c == '\n' || !char.IsControl(c)));
}
