using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Costs;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>A base whose merges could not be evaluated ends a run alike wherever models run, before any worker is asked.</summary>
public sealed class UnevaluableBaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryQueue _queue = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config.json", "\"model_type\": \"t5\"", "\"model_type\": \"bert\"", "base/config.json: model_type is 'bert'; only T5 models")]
    [InlineData("spiece.model", "<pad>", "<bad>", "base: spiece.model is not T5's")]
    public async Task Run_through_a_queue_ends_with_the_message_of_one_process_and_asks_nobody(string file, string right, string wrong, string problem)
    {
        var run = Experiment(file, right, wrong);

        var here = await Assert.ThrowsAsync<OrchestrationFailedException>(() => LocalRun.RunAsync(run, _folder["alone"]));
        var queued = await Assert.ThrowsAsync<OrchestrationFailedException>(() => RunThroughQueueAsync(run));

        Assert.Contains(problem, here.Message, StringComparison.Ordinal);
        Assert.Equal(here.Message, queued.Message);
        Assert.Null(await _queue.ReceiveAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.All(new[] { "alone", "queued" }, store => Assert.False(Directory.Exists(_folder[store, "merges"])));
    }

    private ExperimentRun Experiment(string file, string right, string wrong)
    {
        Directory.CreateDirectory(_folder["base"]);
        foreach (string source in Directory.EnumerateFiles(Path.Join(SmallExperiment.Samples, "base")))
            File.Copy(source, _folder["base", Path.GetFileName(source)]);
        string content = Latin1(_folder["base", file]);
        Assert.Contains(right, content, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["base", file], System.Text.Encoding.Latin1.GetBytes(content.Replace(right, wrong, StringComparison.Ordinal)));
        string text = SmallExperiment.Text("small", limit: 3).Replace($"{SmallExperiment.Samples}/base", _folder["base"], StringComparison.Ordinal);
        File.WriteAllText(_folder["small.yaml"], text);
        return new("small", ExperimentFile.Read(_folder["small.yaml"], [], limit: null));
    }

    private async Task<RunResult> RunThroughQueueAsync(ExperimentRun run)
    {
        var store = new DirectoryBlobStore(_folder["queued"]);
        using var client = new HubClient(new HubOptions { Offline = true });
        var host = new EmbeddedHost(LocalPipeline.Registry(store, new(store, client), new QueueBackend(store, _queue)), new());
        return await host.RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, _folder["journal"], TestContext.Current.CancellationToken);
    }

    private static string Latin1(string file) => File.ReadAllText(file, System.Text.Encoding.Latin1);
}
