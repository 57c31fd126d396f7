using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>Where merges and evaluations run in Azure.</summary>
public sealed class ComputeAppTests
{
    [Fact]
    public async Task Compute_scales_from_zero_by_the_queue_with_the_identity()
    {
        var app = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.App/containerApps"));

        var scale = app["properties"]!["template"]!["scale"]!;
        Assert.Equal(0, (int)scale["minReplicas"]!);
        var rule = Assert.Single(scale["rules"]!.AsArray())!["azureQueue"]!.AsObject();
        Assert.Equal("[parameters('identityId')]", (string)rule["identity"]!);
        Assert.False(rule.ContainsKey("auth"));
        Assert.Equal("[parameters('queueName')]", (string)rule["queueName"]!);
        Assert.Equal("UserAssigned", (string)app["identity"]!["type"]!);
        Assert.False(app["properties"]!["configuration"]!.AsObject().ContainsKey("secrets"));
        Assert.False(app["properties"]!["configuration"]!.AsObject().ContainsKey("ingress"));
    }

    [Theory]
    [InlineData("cpu", "Consumption", "Consumption", "cpu")]
    [InlineData("t4", "gpu", "Consumption-GPU-NC8as-T4", "cuda")]
    [InlineData("a100", "gpu", "Consumption-GPU-NC24-A100", "cuda")]
    public async Task Profile_that_is_chosen_is_the_environments_and_the_apps(string gpu, string name, string type, string device)
    {
        var module = Module(await CompiledTemplate.RootAsync());
        var profile = module["variables"]!["profiles"]![gpu]!;

        Assert.Equal((name, type, device), ((string)profile["name"]!, (string)profile["type"]!, (string)profile["device"]!));
        Assert.Equal("[variables('profiles')[parameters('gpu')]]", (string)module["variables"]!["profile"]!);
        var environment = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.App/managedEnvironments"))["properties"]!;
        string profiles = environment["workloadProfiles"]!.ToString();
        Assert.Contains("'name', variables('profile').name, 'workloadProfileType', variables('profile').type", profiles, StringComparison.Ordinal);
        var app = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.App/containerApps"))["properties"]!;
        Assert.Equal("[variables('profile').name]", (string)app["workloadProfileName"]!);
    }

    /// <summary>The template that declares the profiles.</summary>
    private static JsonObject Module(JsonNode node) => Search(node) ?? throw new InvalidOperationException("No module has profiles.");

    private static JsonObject? Search(JsonNode? node) => node switch
    {
        JsonObject map when map["variables"] is JsonObject variables && variables.ContainsKey("profiles") => map,
        JsonObject map => map.Select(entry => Search(entry.Value)).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select(Search).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
