using System.Text.Json.Nodes;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Tests.Http;

/// <summary>A host that knows the runs it is told of, and notes what it is asked to start.</summary>
internal sealed class KnownRuns : IExperimentRuns
{
    public List<string> Started { get; } = [];

    public Dictionary<string, RunInfo> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before a run is started.</summary>
    public Action Starting { get; set; } = () => { };

    public Task<JsonObject?> StartAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        Starting();
        Started.Add(run.Name);
        Known[run.Name] = new(run.Name, RunPhase.Running);
        return Task.FromResult<JsonObject?>(null);
    }

    public Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunInfo>>([.. Known.Values]);

    public Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Known.GetValueOrDefault(id));

    public Task StopAsync(string id, CancellationToken cancellationToken)
    {
        Known[id] = new(id, RunPhase.Terminated);
        return Task.CompletedTask;
    }
}
