using System.Text.Json.Nodes;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>Other runs, and when the next call has reached them: it is done, or waits for something by then.</summary>
internal sealed class ArrivingRuns(IExperimentRuns runs) : IExperimentRuns
{
    private TaskCompletionSource _next = new();

    /// <summary>To be asked for before the call is made.</summary>
    public Task NextAsync()
    {
        _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _next.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    public Task<JsonObject?> StartAsync(ExperimentRun run, CancellationToken cancellationToken) => Arrived(runs.StartAsync(run, cancellationToken));

    public Task StopAsync(string id, CancellationToken cancellationToken) => Arrived(runs.StopAsync(id, cancellationToken));

    public Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken) => runs.ListAsync(cancellationToken);

    public Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken) => runs.FindAsync(id, cancellationToken);

    private T Arrived<T>(T call)
    {
        _next.TrySetResult();
        return call;
    }
}
