using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Engine;

/// <summary>The last reading of the pool: every variant's result is computed and written.</summary>
internal static class MergeRound
{
    public static async Task RunAsync(MergedVariants variants, PoolSweep sweep, CancellationToken cancellationToken)
    {
        await variants.BeginAsync(sweep.Tensors, cancellationToken);
        await sweep.RunAsync(
            (slice, inputs, outcome) => variants.Merge(slice, inputs, outcome, _ => TensorStudy.None),
            (slices, turn) => variants.WriteAsync(slices, turn, isLast: true, cancellationToken),
            variants.Queues,
            cancellationToken);
    }
}
