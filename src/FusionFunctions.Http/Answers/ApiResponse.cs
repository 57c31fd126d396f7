using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Http.Answers;

/// <summary>An answer that any web host can send.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="ContentType">Empty where there is no body.</param>
public sealed record ApiResponse(int Status, string ContentType, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static ApiResponse Json(int status, JsonNode body) =>
        new(status, "application/json; charset=utf-8", body.ToJsonString(JsonSerializerOptions.Web));

    public static ApiResponse NoContent { get; } = new(204, "", "");

    /// <summary>Source: RFC 9457.</summary>
    public static ApiResponse Problem(int status, string title, string detail) => new(
        status,
        "application/problem+json; charset=utf-8",
        new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail }
            .ToJsonString(JsonSerializerOptions.Web));

    public static ApiResponse UnknownRun(string id) =>
        Problem(404, "Not found", $"There is no experiment '{Printable(id)}' here. 'fusion status' and GET /api/experiments list those there are.");

    private static string Printable(string text) => string.Concat(text.Take(120).Where(c => !char.IsControl(c)));
}
