using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Variables of the hub are read when the hub is first needed.</summary>
public sealed class HubVariablesTests
{
    private static readonly Dictionary<string, string> s_environment = new() { ["HF_ENDPOINT"] = "http://mirror.corp:8080" };

    [Fact]
    public async Task Inspect_of_a_folder_needs_none_of_them()
    {
        var (exitCode, _, errors) = await FusionProcess.RunAsync(s_environment, "inspect", Path.Join(SmallExperiment.Samples, "base"));

        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task Run_of_local_models_needs_none_of_them()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 1);

        var (exitCode, _, errors) = await FusionProcess.RunAsync(s_environment, "run", file, "--store", folder["store"]);

        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task Run_of_a_repository_refuses_a_wrong_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["hub.yaml"], "modelpool: { models: { _pretrained_: org/base, glue-rte: org/rte } }\nmethods: [simple_average]\ntaskpool: dummy");

        var (exitCode, _, errors) = await FusionProcess.RunAsync(s_environment, "run", folder["hub.yaml"], "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("HF_ENDPOINT", errors, StringComparison.Ordinal);
    }
}
