using System.Collections.Concurrent;
using System.Diagnostics;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>Listens to the host's spans; those that have ended are kept in the order of their ends.</summary>
internal sealed class CollectedSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public CollectedSpans()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name.StartsWith("FusionFunctions.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Ended => [.. _ended];

    public IEnumerable<Activity> Named(string name) => _ended.Where(span => span.OperationName == name);

    public void Dispose() => _listener.Dispose();
}

/// <summary>Tests that listen: their listeners would hear of others' runs, and others' journals would tell of traces.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TracedTests
{
    public const string Name = "Traced";
}
