using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>What a run tells where its output is no terminal.</summary>
public sealed class PipedOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_prints_the_individual_models_below_the_leaderboard()
    {
        var (exitCode, output, errors) = await RunAsync(text => text[..text.IndexOf("methods:", StringComparison.Ordinal)]
            + text[text.IndexOf("baselines:", StringComparison.Ordinal)..].Replace("pretrained, fine_tuned", "individual", StringComparison.Ordinal));

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^Individual Models\nModel +RTE +STSB +Average\n-+ .*\nglue-rte +[0-9.]+\* +[0-9.n/a]+ .*\nglue-stsb +[0-9.]+ +[0-9.n/a]+\* ", output);
        Assert.DoesNotContain("Method", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_without_tasks_tells_of_its_merges()
    {
        var (exitCode, output, errors) = await RunAsync(text => text.Replace("baselines: [pretrained, fine_tuned]\n", "", StringComparison.Ordinal), "--set", "taskpool=dummy");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("\nMerging 4 checkpoints\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run"), InlineData("bench")]
    public async Task Wait_for_the_hub_is_told_at_once(string command)
    {
        File.WriteAllText(_folder["away.yaml"], "name: away\nmodelpool: { models: { glue-rte: org/rte } }\nmethods: [simple_average]\ntaskpool: dummy\n");
        await using var hub = await LoopbackServer.StartAsync((_, _) => new Answer(503, []) { Headers = { ["Retry-After"] = "0" } });
        var environment = new Dictionary<string, string> { ["HF_ENDPOINT"] = hub.Address.AbsoluteUri, ["HF_HOME"] = _folder["huggingface"] };
        string[] arguments = command == "run" ? [_folder["away.yaml"]] : ["modelpool=Seq2SeqLMPool/flan-t5-base_individual", "report_save_path=false", "print_config=false"];

        var (exitCode, output, errors) = await FusionProcess.RunAsync(environment, [command, .. arguments, "--store", _folder["store"]]);

        Assert.Equal(1, exitCode);
        Assert.Equal(5, (output + errors).Split('\n').Count(line => line.Contains("answered 503", StringComparison.Ordinal) && line.Contains("Trying again in ", StringComparison.Ordinal)));
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(Func<string, string> edit, params string[] options)
    {
        string file = SmallExperiment.Write(_folder.Path, limit: 2);
        File.WriteAllText(file, edit(File.ReadAllText(file)));
        return FusionProcess.RunAsync(["run", file, "--store", _folder["store"], .. options]);
    }
}
