using System.Text.Json.Nodes;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>Notes what is asked for and runs nothing.</summary>
internal sealed class NotedRuns : IExperimentRuns
{
    public List<string> Started { get; } = [];

    public Task<JsonObject?> StartAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        Started.Add(run.Name);
        return Task.FromResult<JsonObject?>(null);
    }

    public Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunInfo>>([.. Started.Select(name => new RunInfo(name, RunPhase.Running))]);

    public async Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(run => run.Id == id);

    public Task StopAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
}
