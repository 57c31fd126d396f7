using System.Text;
using FusionFunctions.Cli.Serve;
using FusionFunctions.Http.Runs;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>An experiment that is put into <c>experiments/</c>, and whose run fails.</summary>
public sealed class FailedUploadTests : IDisposable
{
    private static readonly BlobPath s_file = BlobLayout.Upload("mine.yaml"), s_errors = BlobLayout.UploadErrors("mine.yaml");
    private readonly EmbeddedRunsBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_that_fails_says_why_beside_its_file_and_begins_anew_when_the_file_is_put_there_again()
    {
        int begun = 0;
        await using var runs = _bench.Runs(() =>
        {
            begun++;
            return new OrchestrationRegistry().AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new FailAtOnce());
        });
        var watcher = new ExperimentWatcher(_bench.Store, runs, BuiltInCatalog.Instance, null, _bench.Log);
        await PutAsync();

        await watcher.LookAsync(Cancel);
        await Until.TrueAsync(async () => await _bench.Store.FindAsync(s_errors, Cancel) is not null, "the failure is told");
        Assert.StartsWith(
            "# The run of mine.yaml failed\n\norg/cola is not there.\n", Encoding.UTF8.GetString(await _bench.Store.ReadBytesAsync(s_errors, 1 << 20, Cancel)), StringComparison.Ordinal);
        await Until.TrueAsync(async () => (await runs.ListAsync(Cancel)) is [{ Phase: RunPhase.Failed }], "the run has ended");
        await new ExperimentWatcher(_bench.Store, runs, BuiltInCatalog.Instance, null, _bench.Log).LookAsync(Cancel);
        Assert.Equal(1, begun);

        await PutAsync();
        await watcher.LookAsync(Cancel);
        await Until.TrueAsync(() => Task.FromResult(begun == 2), "the run begins anew");
    }

    private Task<bool> PutAsync() => _bench.Store.WriteTextAsync(s_file, ServedApi.Good, BlobWriteMode.Replace, Cancel);

    private sealed class FailAtOnce : IOrchestrator<ExperimentRun, RunResult>
    {
        public Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input) => throw new PipelineException("org/cola is not there.");
    }
}
