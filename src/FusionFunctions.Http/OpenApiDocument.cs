using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FusionFunctions.Http.Answers;

namespace FusionFunctions.Http;

/// <summary>The routes as an OpenAPI document. Source: https://spec.openapis.org/oas/v3.1.0.</summary>
internal static partial class OpenApiDocument
{
    public static JsonObject Create() => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject { ["title"] = "FusionFunctions", ["version"] = Version },
        ["paths"] = new JsonObject(ApiRoutes.All.GroupBy(route => route.Template).Select(path => Entry($"/{path.Key}", new JsonObject(
            path.Select(route => Entry(Method(route), Operation(route))))))),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = ApiKey.Header },
            },
        },
        ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }),
    };

    private static string Version => typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3);

    private static KeyValuePair<string, JsonNode?> Entry(string name, JsonNode value) => new(name, value);

    private static string Method(ApiRoute route) => route.Method switch
    {
        "POST" => "post",
        "DELETE" => "delete",
        _ => "get",
    };

    private static JsonObject Operation(ApiRoute route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Name,
            ["summary"] = route.Summary,
            ["parameters"] = Parameters(route),
            ["responses"] = Responses(route),
        };
        if (route == ApiRoutes.Start)
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { ["application/yaml"] = new JsonObject(), ["application/json"] = new JsonObject() },
            };
        if (route.IsOpen)
            operation["security"] = new JsonArray();
        return operation;
    }

    private static JsonArray Parameters(ApiRoute route)
    {
        var parameters = new JsonArray([.. Parameter().Matches(route.Template).Select(match => Parameter(match.Groups[1].Value, "path"))]);
        if (route == ApiRoutes.Start)
        {
            var folder = Parameter(ApiRoutes.FolderParameter, "query");
            folder["description"] = "Where the experiment's relative paths start, an absolute path; heeded only where experiments may name local paths.";
            parameters.Add(folder);
        }
        return parameters;
    }

    private static JsonObject Parameter(string name, string place) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Responses(ApiRoute route) => new()
    {
        [route == ApiRoutes.Start ? "202" : route == ApiRoutes.Stop ? "204" : "200"] = Success(route),
        ["default"] = new JsonObject
        {
            ["description"] = "What is wrong, and the remedy.",
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject() },
        },
    };

    private static JsonObject Success(ApiRoute route)
    {
        var answer = new JsonObject { ["description"] = "As asked." };
        string[] types = route == ApiRoutes.Stop ? []
            : route == ApiRoutes.Leaderboard || route == ApiRoutes.LeaderboardFile ? [.. MediaTypes.Leaderboards]
            : ["application/json"];
        if (types.Length > 0)
            answer["content"] = new JsonObject(types.Select(type => Entry(type, new JsonObject())));
        return answer;
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
