using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>Runs an experiment in this process as the command line does.</summary>
internal static class LocalRun
{
    public static Task<RunResult> RunAsync(ExperimentRun run, string store, LocalHostOptions? options = null)
    {
        var blobs = new DirectoryBlobStore(store);
        var offline = new HubClient(new() { Offline = true });
        var host = new EmbeddedHost(LocalPipeline.Registry(blobs, new(blobs, offline), new()), options ?? new());
        return host.RunAsync<RunResult>(
            StepNames.RunExperiment, run.Name, run, Path.Join(blobs.Root, BlobLayout.Run(run.Name)), TestContext.Current.CancellationToken);
    }
}
