using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>The infrastructure compiles without a warning, and what comes out is as safe as it should be.</summary>
public sealed class BicepTests
{
    private static readonly string[] s_monitored =
        ["Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/queueServices", "Microsoft.KeyVault/vaults", "Microsoft.ContainerRegistry/registries", "Microsoft.Web/sites", "Microsoft.App/managedEnvironments"];

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
        var account = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Storage/storageAccounts"))["properties"]!;

        Assert.False((bool)account["allowSharedKeyAccess"]!);
        Assert.False((bool)account["allowBlobPublicAccess"]!);
        Assert.True((bool)account["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string)account["minimumTlsVersion"]!);
        Assert.All(await CompiledTemplate.ResourcesAsync("Microsoft.Storage/storageAccounts/blobServices/containers"), container => Assert.Equal("None", (string)container["properties"]!["publicAccess"]!));
    }

    [Fact]
    public async Task Nothing_has_a_password_and_no_key_is_output()
    {
        string template = await CompiledTemplate.TextAsync();

        Assert.DoesNotContain("listKeys", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listAccountSas", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey=", template, StringComparison.Ordinal);
        Assert.False((bool)Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.ContainerRegistry/registries"))["properties"]!["adminUserEnabled"]!);
        Assert.True((bool)Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.KeyVault/vaults"))["properties"]!["enableRbacAuthorization"]!);
        var policies = await CompiledTemplate.ResourcesAsync("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal([false, false], policies.Select(policy => (bool)policy["properties"]!["allow"]!));
        var site = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Web/sites"))["properties"]!;
        Assert.Equal((true, "1.2"), ((bool)site["httpsOnly"]!, (string)site["siteConfig"]!["minTlsVersion"]!));
        var settings = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Web/sites/config"))["properties"]!;
        Assert.Equal("managedidentity", (string)settings["AzureWebJobsStorage__credential"]!);
        Assert.Contains("@Microsoft.KeyVault(", (string)settings["HF_TOKEN"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_logs_sends_it_to_the_workspace()
    {
        var scopes = (await CompiledTemplate.ResourcesAsync("Microsoft.Insights/diagnosticSettings")).Select(setting => setting["scope"]!.ToString()).ToList();

        Assert.Equal(s_monitored.Length, scopes.Count);
        Assert.All(s_monitored, type => Assert.Contains(scopes, scope => scope.Contains($"'{type}'", StringComparison.Ordinal)));
        Assert.All(await CompiledTemplate.ResourcesAsync("Microsoft.Insights/diagnosticSettings"), setting => Assert.All(
            setting["properties"]!["logs"]!.AsArray(), log => Assert.True((bool)log!["enabled"]!)));
    }
}
