using System.Collections.Concurrent;
using FusionFunctions.Merging.Analyses;

namespace FusionFunctions.Merging.Engine;

/// <summary>The next passes of all analyses, which share one reading of the pool.</summary>
internal sealed class AnalysisRound(IReadOnlyList<IAnalysisPass> passes)
{
    /// <summary>Reads the pool until every analysis is complete.</summary>
    public static async Task RunAllAsync(IReadOnlyCollection<PoolAnalysis> analyses, PoolSweep sweep, long tallyBytes, CancellationToken cancellationToken)
    {
        if (analyses.Count == 0)
            return;
        await sweep.SampleAsync(analyses, cancellationToken);
        for (int round = 0; analyses.Select(analysis => analysis.NextPass(tallyBytes / analyses.Count)).OfType<IAnalysisPass>().ToList() is { Count: > 0 } passes; round++)
        {
            if (round > 0)
                sweep.AddPass();
            await new AnalysisRound(passes).RunAsync(sweep, cancellationToken);
        }
    }

    private async Task RunAsync(PoolSweep sweep, CancellationToken cancellationToken)
    {
        var free = new ConcurrentBag<IPassTally[]>(Enumerable.Range(0, sweep.Threads).Select(_ => passes.Select(pass => pass.StartTally()).ToArray()));
        await sweep.RunAsync(
            (slice, inputs, _) =>
            {
                // As many as compute at the same time.
                free.TryTake(out var tallies);
                bool isFinite = false;
                foreach (var tally in tallies!)
                    isFinite |= tally.Observe(inputs.Slice(slice));
                free.Add(tallies);
                return isFinite;
            },
            (_, _) => Task.CompletedTask,
            queues: 0,
            cancellationToken);
        foreach (var pass in passes)
            pass.Complete();
    }
}
