namespace FusionFunctions.Tests.Infrastructure;

/// <summary>What keeps a deployment cheap, watched and closed.</summary>
public sealed class OperationTests
{
    [Fact]
    public async Task Cached_checkpoints_that_nobody_reads_are_forgotten_and_results_are_kept()
    {
        var policy = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Storage/storageAccounts/managementPolicies"));

        Assert.Equal("[greater(parameters('checkpointDays'), 0)]", (string)policy["condition"]!);
        var rule = Assert.Single(policy["properties"]!["policy"]!["rules"]!.AsArray())!["definition"]!;
        Assert.Equal(
            ["[format('{0}/checkpoints/', parameters('containerName'))]", "[format('{0}/datasets/', parameters('containerName'))]"],
            rule["filters"]!["prefixMatch"]!.AsArray().Select(prefix => (string)prefix!));
        Assert.Equal("[parameters('checkpointDays')]", (string)rule["actions"]!["baseBlob"]!["delete"]!["daysAfterLastAccessTimeGreaterThan"]!);
        // Days since the last access are counted only where accesses are noted.
        var blobs = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Storage/storageAccounts/blobServices"));
        Assert.True((bool)blobs["properties"]!["lastAccessTimeTrackingPolicy"]!["enable"]!);
    }

    [Theory]
    [InlineData("workspaceId", "-poison")]
    [InlineData("applicationInsightsId", "RunExperiment")]
    public async Task Poisoned_requests_and_failed_runs_are_told(string scope, string query)
    {
        var rules = await CompiledTemplate.ResourcesAsync("Microsoft.Insights/scheduledQueryRules");

        var rule = Assert.Single(rules, rule => rule["properties"]!["criteria"]!.ToJsonString().Contains(query, StringComparison.Ordinal))["properties"]!;
        Assert.True((bool)rule["enabled"]!);
        Assert.Equal([$"[parameters('{scope}')]"], rule["scopes"]!.AsArray().Select(own => (string)own!));
        Assert.NotEmpty(rule["actions"]!["actionGroups"]!.AsArray());
        // Writes to a queue reach the workspace only under this category.
        var settings = await CompiledTemplate.ResourcesAsync("Microsoft.Insights/diagnosticSettings");
        Assert.Contains(settings, setting => setting["properties"]!["logs"]!.ToJsonString().Contains("StorageWrite", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Budget_tells_at_half_and_when_more_is_expected()
    {
        var budget = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Consumption/budgets"))["properties"]!;

        Assert.Equal("[parameters('amount')]", (string)budget["amount"]!);
        Assert.Equal("[parameters('start')]", (string)budget["timePeriod"]!["startDate"]!);
        Assert.Equal(
            "[if(empty(parameters('alertEmail')), '', variables('firstBudgetDay'))]", (string)(await CompiledTemplate.RootAsync())["outputs"]!["FUSION_BUDGET_START"]!["value"]!);
        var notifications = budget["notifications"]!.AsObject().Select(entry => entry.Value!);
        Assert.Equal([(50, "Actual"), (100, "Forecasted")], notifications.Select(one => ((int)one["threshold"]!, (string)one["thresholdType"]!)));
    }

    [Fact]
    public async Task Private_network_closes_storage_and_vault_and_opens_endpoints_for_each_of_their_services()
    {
        const string access = "[if(parameters('isPrivate'), 'Disabled', 'Enabled')]";
        foreach (string type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            var closed = Assert.Single(await CompiledTemplate.ResourcesAsync(type))["properties"]!;
            Assert.Equal(access, (string)closed["publicNetworkAccess"]!);
            Assert.Equal("[if(parameters('isPrivate'), 'Deny', 'Allow')]", (string)closed["networkAcls"]!["defaultAction"]!);
        }
        Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Network/privateEndpoints"));
        string template = await CompiledTemplate.TextAsync();
        Assert.All(new[] { "privatelink.blob.", "privatelink.queue.", "privatelink.table.", "privatelink.vaultcore." }, zone => Assert.Contains(zone, template, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outputs_say_where_things_are_and_nothing_that_opens_them()
    {
        var outputs = (await CompiledTemplate.RootAsync())["outputs"]!.AsObject();

        Assert.Equal(
            ["AZURE_CONTAINER_REGISTRY_ENDPOINT", "AZURE_RESOURCE_GROUP", "FUSION_BUDGET_START", "FUSION_STORAGE_ACCOUNT", "FUSION_STORE", "FUSION_URL", "SERVICE_API_NAME", "SERVICE_COMPUTE_NAME"],
            outputs.Select(output => output.Key).Order(StringComparer.Ordinal));
        Assert.All(outputs, output => Assert.Equal("string", (string)output.Value!["type"]!));
    }

    [Fact]
    public async Task Telemetry_and_secrets_need_the_identity()
    {
        Assert.True((bool)Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Insights/components"))["properties"]!["DisableLocalAuth"]!);
        var vault = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.KeyVault/vaults"))["properties"]!;
        Assert.True((bool)vault["enablePurgeProtection"]!);
        Assert.Empty(await CompiledTemplate.ResourcesAsync("Microsoft.KeyVault/vaults/secrets"));
    }

    [Fact]
    public async Task App_and_workers_send_whole_traces_under_the_identity()
    {
        var settings = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.Web/sites/config"))["properties"]!;
        var app = Assert.Single(await CompiledTemplate.ResourcesAsync("Microsoft.App/containerApps"))["properties"]!;
        var variables = app["template"]!["containers"]![0]!["env"]!.AsArray()
            .ToDictionary(variable => (string)variable!["name"]!, variable => (string)variable!["value"]!);

        Assert.Equal(("microsoft.fixed_percentage", "1.0"), ((string)settings["OTEL_TRACES_SAMPLER"]!, (string)settings["OTEL_TRACES_SAMPLER_ARG"]!));
        foreach (string variable in new[] { "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING" })
            Assert.Equal((string)settings[variable]!, variables[variable]);
        Assert.Contains("Authorization=AAD", variables["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"], StringComparison.Ordinal);
    }
}
