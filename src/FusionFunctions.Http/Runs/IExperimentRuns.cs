using System.Text.Json.Nodes;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Http.Runs;

/// <summary>A host's runs, as the HTTP routes see them.</summary>
public interface IExperimentRuns
{
    /// <summary>Begins the run, or takes up one of the same name that ended; one that goes on is left alone.</summary>
    /// <returns>What the host adds to the answer, such as its own management addresses, or null.</returns>
    Task<JsonObject?> StartAsync(ExperimentRun run, CancellationToken cancellationToken);

    /// <summary>Those that are known, ordinal by name.</summary>
    Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken);

    /// <returns>Null where there is no such run.</returns>
    Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ends a run that goes on, with its compute requests.</summary>
    Task StopAsync(string id, CancellationToken cancellationToken);
}
