using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Engine;

/// <summary>The last reading of the pool: every variant's result is computed and written.</summary>
internal static class MergeRound
{
    public static async Task RunAsync(MergedVariants variants, PoolSweep sweep, CancellationToken cancellationToken)
    {
        await variants.BeginAsync(sweep.Tensors, cancellationToken);
        await sweep.RunAsync(
            (slice, buffers) => variants.Merge(slice, buffers, _ => TensorStudy.None),
            (slice, buffers, turn) => variants.WriteAsync(slice, buffers, turn, isLast: true, cancellationToken),
            variants.Count,
            cancellationToken);
    }
}
