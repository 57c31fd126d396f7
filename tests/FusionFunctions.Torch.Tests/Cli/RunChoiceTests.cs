using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>What a run may be told to compute with.</summary>
public sealed class RunChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("managed", null), InlineData("libtorch", "cpu")]
    public async Task Run_merges_with_the_matrices_that_it_is_told(string matrices, string? device)
    {
        var (exitCode, output, errors) = await RunAsync("--set", "methods=[iso_c]", "--device", "cpu", "--matrices", matrices);

        Assert.True(exitCode == 0, output + errors);
        string report = Assert.Single(Directory.GetFiles(_folder["store", "merges"], "merge.json", SearchOption.AllDirectories));
        Assert.Equal(device, (string?)JsonNode.Parse(File.ReadAllText(report))!["report"]!["device"]);
    }

    [Theory, InlineData("--device", "cpu"), InlineData("--matrices", "managed")]
    public async Task Run_that_leaves_computing_to_workers_refuses_what_is_theirs_to_choose(string option, string value)
    {
        var (exitCode, _, errors) = await RunAsync("--queue", "UseDevelopmentStorage=true", option, value);

        Assert.Equal(2, exitCode);
        Assert.Contains("with --queue each worker has its own", errors, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] options) =>
        FusionProcess.RunAsync(["run", SmallExperiment.Write(_folder.Path, limit: 2), "--store", _folder["store"], .. options]);
}
