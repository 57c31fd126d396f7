using FusionFunctions.Merging.Analyses;

namespace FusionFunctions.Merging.Engine;

/// <summary>The n-th passes of all analyses, which share one reading of the pool.</summary>
internal sealed class AnalysisRound(IReadOnlyList<IAnalysisPass> passes)
{
    public long TallyBytes => passes.Sum(pass => pass.TallyBytes);

    public static IReadOnlyList<AnalysisRound> Of(IReadOnlyCollection<PoolAnalysis> analyses)
    {
        int rounds = analyses.Select(analysis => analysis.Passes.Count).DefaultIfEmpty().Max();
        return
        [
            .. Enumerable.Range(0, rounds).Select(round => new AnalysisRound(
                [.. analyses.Where(analysis => round < analysis.Passes.Count).Select(analysis => analysis.Passes[round])])),
        ];
    }

    public async Task RunAsync(PoolSweep sweep, CancellationToken cancellationToken)
    {
        var tallies = sweep.Buffers.ToDictionary(buffers => buffers, _ => passes.Select(pass => pass.StartTally()).ToArray());
        await sweep.RunAsync(
            (slice, buffers) =>
            {
                foreach (var tally in tallies[buffers])
                    tally.Observe(buffers.Slice(slice));
            },
            (_, _) => Task.CompletedTask,
            cancellationToken);
        foreach (var pass in passes)
            pass.Complete();
    }
}
