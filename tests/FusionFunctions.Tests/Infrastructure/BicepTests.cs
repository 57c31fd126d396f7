using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>The infrastructure compiles without a warning, and what comes out is as safe as it should be.</summary>
public sealed class BicepTests
{
    private static readonly string[] s_monitored =
        ["Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/queueServices", "Microsoft.KeyVault/vaults", "Microsoft.ContainerRegistry/registries", "Microsoft.Web/sites", "Microsoft.App/managedEnvironments"];

    private static string? s_template;

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(BicepCompiler.Folder, "*.bicep*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".bicep" or ".bicepparam").Select(file => Path.GetRelativePath(BicepCompiler.Folder, file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public async Task File_compiles_and_lints_without_a_complaint(string file)
    {
        var built = await BicepCompiler.RunAsync(file.EndsWith("param", StringComparison.Ordinal) ? "build-params" : "build", file, "--stdout");
        var linted = await BicepCompiler.RunAsync("lint", file);

        Assert.Equal(("", ""), (built.Complaints, linted.Complaints));
        Assert.NotNull(JsonNode.Parse(built.Output));
    }

    [Fact]
    public async Task Storage_has_no_shared_keys_no_public_blobs_and_TLS_1_2()
    {
        var account = Assert.Single(await ResourcesAsync("Microsoft.Storage/storageAccounts"))["properties"]!;

        Assert.False((bool)account["allowSharedKeyAccess"]!);
        Assert.False((bool)account["allowBlobPublicAccess"]!);
        Assert.True((bool)account["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string)account["minimumTlsVersion"]!);
        Assert.All(await ResourcesAsync("Microsoft.Storage/storageAccounts/blobServices/containers"), container => Assert.Equal("None", (string)container["properties"]!["publicAccess"]!));
    }

    [Fact]
    public async Task Nothing_has_a_password_and_no_key_is_output()
    {
        string template = await TemplateAsync();

        Assert.DoesNotContain("listKeys", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listAccountSas", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey=", template, StringComparison.Ordinal);
        Assert.False((bool)Assert.Single(await ResourcesAsync("Microsoft.ContainerRegistry/registries"))["properties"]!["adminUserEnabled"]!);
        Assert.True((bool)Assert.Single(await ResourcesAsync("Microsoft.KeyVault/vaults"))["properties"]!["enableRbacAuthorization"]!);
        var policies = await ResourcesAsync("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal([false, false], policies.Select(policy => (bool)policy["properties"]!["allow"]!));
        var site = Assert.Single(await ResourcesAsync("Microsoft.Web/sites"))["properties"]!;
        Assert.Equal((true, "1.2"), ((bool)site["httpsOnly"]!, (string)site["siteConfig"]!["minTlsVersion"]!));
        var settings = Assert.Single(await ResourcesAsync("Microsoft.Web/sites/config"))["properties"]!;
        Assert.Equal("managedidentity", (string)settings["AzureWebJobsStorage__credential"]!);
        Assert.Contains("@Microsoft.KeyVault(", (string)settings["HF_TOKEN"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_role_is_limited_to_one_resource()
    {
        var roles = await ResourcesAsync("Microsoft.Authorization/roleAssignments");

        Assert.Equal(4, roles.Count);
        Assert.All(roles, role => Assert.NotNull(role["scope"]));
        Assert.All(roles, role => Assert.Equal("ServicePrincipal", (string)role["properties"]!["principalType"]!));
    }

    [Fact]
    public async Task Everything_that_logs_sends_it_to_the_workspace()
    {
        var scopes = (await ResourcesAsync("Microsoft.Insights/diagnosticSettings")).Select(setting => setting["scope"]!.ToString()).ToList();

        Assert.All(s_monitored, type => Assert.Contains(scopes, scope => scope.Contains($"'{type}'", StringComparison.Ordinal) || scope.Contains(type + "/", StringComparison.Ordinal) || scope.Contains($"'{type}',", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Compute_scales_from_zero_by_the_queue_with_the_identity_on_the_profile_that_was_chosen()
    {
        string template = await TemplateAsync();
        var app = Assert.Single(await ResourcesAsync("Microsoft.App/containerApps"))["properties"]!;

        var scale = app["template"]!["scale"]!;
        Assert.Equal(0, (int)scale["minReplicas"]!);
        var rule = Assert.Single(scale["rules"]!.AsArray())!["azureQueue"]!.AsObject();
        Assert.True(rule.ContainsKey("identity"));
        Assert.False(rule.ContainsKey("auth"));
        Assert.Contains("Consumption-GPU-NC8as-T4", template, StringComparison.Ordinal);
        Assert.Contains("Consumption-GPU-NC24-A100", template, StringComparison.Ordinal);
    }

    private static async Task<string> TemplateAsync() => s_template ??= (await BicepCompiler.RunAsync("build", "main.bicep", "--stdout")).Output;

    /// <summary>The resources of a type, those of all modules too.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ResourcesAsync(string type)
    {
        var found = new List<JsonObject>();
        Collect(JsonNode.Parse(await TemplateAsync(), documentOptions: new JsonDocumentOptions { MaxDepth = 128 }));
        return found;

        void Collect(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject map when (string?)(map["type"] as JsonValue) == type && map.ContainsKey("apiVersion"):
                    if (map["existing"] is null)
                        found.Add(map);
                    break;
                case JsonObject map:
                    foreach (var (_, value) in map)
                        Collect(value);
                    break;
                case JsonArray list:
                    foreach (var value in list)
                        Collect(value);
                    break;
            }
        }
    }
}
