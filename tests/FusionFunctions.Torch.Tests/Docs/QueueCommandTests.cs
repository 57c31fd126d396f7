using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>The two sides of docs/running-on-azure.md, with Azurite in the place of the storage account.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(ReadersFolder))]
public sealed class QueueCommandTests(ReadersFolder folder)
{
    [Fact]
    public async Task Worker_and_run_meet_in_the_store_and_queue_of_the_environment()
    {
        await using var azurite = await RestartableAzurite.StartAsync();
        var variables = new Dictionary<string, string> { ["FUSION_STORE"] = azurite.Connection, ["FUSION_QUEUE"] = azurite.Connection, ["FUSION_CACHE"] = Path.Join(folder.Path, "cache") };
        await using var worker = LoggedProcess.StartFusion(folder.Path, variables, "worker");

        var (exitCode, output, errors) = await folder.ShellAsync("fusion run experiment.yaml --store env:FUSION_STORE --queue env:FUSION_QUEUE", variables);

        Assert.True(exitCode == 0, $"{output}\n{errors}");
        Assert.Contains("Merged 4 checkpoints (0 were there already)", output, StringComparison.Ordinal);
        Assert.Equal(0, await worker.TerminateAsync());
    }
}
