using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Pipeline;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary><c>fusion inspect</c> of what a hub has.</summary>
public sealed class InspectHubTests
{
    [Fact]
    public async Task Inspect_of_repositories_fetches_and_compares_them()
    {
        await using var hub = await LoopbackHub.StartAsync();
        PageRepositories.AddModels(hub, "google/flan-t5-base", isLora: false);

        var (exitCode, output, _) = await InspectAsync(hub, "google/flan-t5-base", "tanganke/flan-t5-base_glue-rte", "tanganke/flan-t5-base_glue-cola@main");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^google/flan-t5-base +T5ForConditionalGeneration \(t5\) +F16 +267136 +52 +534\.3 kB$", output);
        Assert.Matches(@"(?m)^2  tanganke/flan-t5-base_glue-cola@main +[0-9.]+ +-?0\.[0-9]{4} +1\.0000$", output);
    }

    [Fact]
    public async Task Inspect_of_a_pool_of_adapters_tells_ranks_and_targets()
    {
        await using var hub = await LoopbackHub.StartAsync();
        PageRepositories.AddModels(hub, "google/flan-t5-base", isLora: true);

        var (exitCode, output, _) = await InspectAsync(hub, "Seq2SeqLMPool/flan-t5-base_glue_lora16");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^glue-cola +q, v +google/flan-t5-base +16 +32 +2 ", output);
        Assert.Equal(9, hub.Hub.Requests.Count(request => request.Path.Contains("/api/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Inspect_of_a_repository_that_is_not_there_says_so()
    {
        await using var hub = await LoopbackHub.StartAsync();

        var (exitCode, output, errors) = await InspectAsync(hub, "org/missing");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("org/missing", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> InspectAsync(LoopbackHub hub, params string[] models)
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["HF_ENDPOINT"] = hub.Hub.Address.AbsoluteUri, ["HF_HOME"] = folder["home"] };
        return await FusionProcess.RunAsync(environment, ["inspect", .. models, "--store", folder["store"]]);
    }
}
