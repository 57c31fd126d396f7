using System.Text.Json;

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
                    ? Plain(detail.GetString()!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Without what could steer a terminal.</summary>
    public static string Plain(string text) => string.Concat(text.Take(MaxLength).Where(c => c == '\n' || !char.IsControl(c)));
}
