using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Serve;

/// <summary>A run that goes on, or waits for its turn.</summary>
internal sealed class LiveRun(CancellationToken closing) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(closing);

    public CancellationToken Stopping => _stop.Token;

    public RunPhase Phase { get; set; } = RunPhase.Pending;

    public RunStatus? Progress { get; set; }

    public Task Ended { get; set; } = Task.CompletedTask;

    public Task StopAsync() => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();
}
