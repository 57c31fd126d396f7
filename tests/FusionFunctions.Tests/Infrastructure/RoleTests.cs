using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>What the one identity may do, and where.</summary>
public sealed partial class RoleTests
{
    /// <summary>Azure's built-in roles. Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</summary>
    private static readonly string[] s_roles =
    [
        "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
        "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
        "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
        "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
        "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
        SecretsOfficer,
    ];

    // Key Vault Secrets Officer, which whoever deploys has, and the identity has not.
    private const string SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";

    private static readonly string[] s_scopes =
        ["Microsoft.ContainerRegistry/registries", "Microsoft.Insights/components", "Microsoft.KeyVault/vaults", "Microsoft.KeyVault/vaults", "Microsoft.Storage/storageAccounts"];

    [Fact]
    public async Task Every_role_is_limited_to_one_resource()
    {
        var roles = await CompiledTemplate.ResourcesAsync("Microsoft.Authorization/roleAssignments");

        Assert.All(roles, role => Assert.NotNull(role["scope"]));
        Assert.Equal(s_scopes, roles.Select(role => ResourceType().Match((string)role["scope"]!).Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(roles.Where(role => !IsOfDeployer(role)), role => Assert.Equal("ServicePrincipal", (string)role["properties"]!["principalType"]!));
        var deployer = Assert.Single(roles, IsOfDeployer);
        Assert.Equal(("[parameters('deployerId')]", "[not(empty(parameters('deployerId')))]"), ((string)deployer["properties"]!["principalId"]!, (string)deployer["condition"]!));
    }

    [Fact]
    public async Task No_other_role_is_given_than_those_that_are_needed() => Assert.Equal(
        s_roles, Role().Matches(await CompiledTemplate.TextAsync()).Select(role => role.Value).Distinct().Order(StringComparer.Ordinal));

    private static bool IsOfDeployer(JsonNode role) => ((string)role["properties"]!["roleDefinitionId"]!).Contains("secretsOfficer", StringComparison.Ordinal);

    [GeneratedRegex(@"resourceId\('([^']+)'")]
    private static partial Regex ResourceType();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Role();
}
