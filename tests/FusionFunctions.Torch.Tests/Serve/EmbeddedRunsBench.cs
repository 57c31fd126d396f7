using System.Text.Json;
using FusionFunctions.Cli.Serve;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>A store and a log, and the runs of one process after the other over them.</summary>
internal sealed class EmbeddedRunsBench : IDisposable
{
    public EmbeddedRunsBench() => Store = new(Folder["store"]);

    public TemporaryFolder Folder { get; } = new();

    public CollectedLog Log { get; } = new();

    public DirectoryBlobStore Store { get; }

    public void Dispose() => Folder.Dispose();

    public EmbeddedRuns Runs(Func<OrchestrationRegistry> pipeline) =>
        new(Store, observer => new(pipeline(), new() { Observer = observer, RepeatFinishedRuns = true }), parallelRuns: 1, Log);

    /// <summary>A pipeline whose runs tell of their progress and never end by themselves.</summary>
    public static OrchestrationRegistry Waiting() =>
        new OrchestrationRegistry().AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new WaitForever());

    /// <returns>The status of the run at its end.</returns>
    public static async Task<JsonElement> EndAsync(ServedApi api, string location)
    {
        JsonElement status = default;
        await Until.TrueAsync(
            async () =>
            {
                status = JsonDocument.Parse(await api.TextAsync(location)).RootElement;
                return status.GetProperty("phase").GetString() is not ("Pending" or "Running");
            },
            "the run ends");
        return status;
    }

    private sealed class WaitForever : IOrchestrator<ExperimentRun, RunResult>
    {
        public Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input)
        {
            context.SetCustomStatus(new RunStatus(RunStage.Running, 1, 0, 8, 0));
            return context.WaitForExternalEvent<RunResult>("never");
        }
    }
}
