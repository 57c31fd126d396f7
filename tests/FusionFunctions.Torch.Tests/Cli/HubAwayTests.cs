using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class HubAwayTests
{
    private const string Experiment = """
        name: away
        modelpool: { models: { _pretrained_: org/base, glue-rte: org/rte, glue-cola: org/cola } }
        methods: [simple_average]
        taskpool: [rte, cola]
        """;

    [Fact]
    public async Task Run_whose_hub_is_away_fails_after_the_tries_for_one_repository()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["away.yaml"], Experiment);
        await using var hub = await LoopbackServer.StartAsync((_, _) => new Answer(503, []) { Headers = { ["Retry-After"] = "0" } });
        var environment = new Dictionary<string, string> { ["HF_ENDPOINT"] = hub.Address.AbsoluteUri, ["HF_HOME"] = folder["huggingface"] };

        var (exitCode, _, errors) = await FusionProcess.RunAsync(environment, "run", folder["away.yaml"], "--store", folder["store"], "--workers", "1");

        Assert.Equal(1, exitCode);
        Assert.EndsWith("answered 503. It asks to wait 0 s. Gave up after 6 tries; run again later.\n", errors, StringComparison.Ordinal);
        Assert.InRange(hub.Requests.Count(request => request.Path.Contains("nyu-mll/glue", StringComparison.Ordinal)), 6, 6);
        // One that was begun meanwhile is broken off.
        Assert.InRange(hub.Requests.Count, 6, 11);
    }
}
