using FusionFunctions.Pipeline.Compute.Queued;

namespace FusionFunctions.Http.Runs;

/// <summary>
/// Ends a run where a task hub does not end children with their parent. Children are named after it, <c>{run}:1</c>, <c>{run}:1:2</c>, …
/// </summary>
public sealed class RunTermination(IRunInstances instances, ComputeWishes wishes, TimeProvider time)
{
    private const int MaxParallel = 16;
    private const int MaxLooks = 120;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Ends the run with all that belongs to it, and withdraws its compute requests.</summary>
    public async Task StopAsync(string run, CancellationToken cancellationToken)
    {
        // A busy hub may take long over the rest; workers need not wait for it. What a host had in hand when it ended comes back minutes later, and ends by this.
        await wishes.StopAsync(run, cancellationToken);
        await instances.TerminateAsync(run, cancellationToken);
        await instances.WaitForEndAsync(run, cancellationToken);
        await StopChildrenAsync(run, cancellationToken);
    }

    private async Task StopChildrenAsync(string run, CancellationToken cancellationToken)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (int look = 0; look < MaxLooks; look++)
        {
            // Each look may find children that others were just starting.
            var unfinished = await instances.ListUnfinishedAsync($"{run}:", cancellationToken).ToListAsync(cancellationToken);
            if (unfinished.Count == 0)
                return;
            var options = new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(unfinished.Where(told.Add).ToArray(), options, async (child, stop) => await instances.TerminateAsync(child, stop));
            await Task.Delay(s_pause, time, cancellationToken);
        }
    }
}
