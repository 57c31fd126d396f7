using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.Compute;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>Runs an experiment in this process as the command line does.</summary>
internal static class LocalRun
{
    /// <param name="run">What to do.</param>
    /// <param name="store">The store's directory.</param>
    /// <param name="options">Of the host.</param>
    /// <param name="hub">Which hub to ask; none by default.</param>
    public static async Task<RunResult> RunAsync(ExperimentRun run, string store, LocalHostOptions? options = null, HubOptions? hub = null)
    {
        var blobs = new DirectoryBlobStore(store);
        using var client = new HubClient(hub ?? new() { Offline = true });
        var host = new EmbeddedHost(LocalPipeline.Registry(blobs, new(blobs, client), InProcessBackend.Over(blobs, new())), options ?? new());
        return await host.RunAsync<RunResult>(
            StepNames.RunExperiment, run.Name, run, Path.Join(blobs.Root, BlobLayout.Run(run.Name)), TestContext.Current.CancellationToken);
    }
}
