using System.Text.Json;
using FusionFunctions.Cli.Display;

namespace FusionFunctions.Cli.Remote;

/// <summary>What a server says went wrong. Source: RFC 9457.</summary>
internal static class ProblemText
{
    private const int MaxLength = 4000;

    /// <returns>Null where the answer says nothing.</returns>
    public static string? Detail(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String
                    ? Short(detail.GetString()!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A reason as it may be printed.</summary>
    public static string Short(string text) => TerminalText.Plain(text[..Math.Min(text.Length, MaxLength)]);
}
