using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>Finds work whose results are all in the store, from this run or any other.</summary>
internal static class FinishedWork
{
    /// <returns>Null where something is missing.</returns>
    public static async Task<ComputeOutcome?> FindAsync(IBlobStore store, ComputeRequest request, CancellationToken cancellationToken)
    {
        if (request.Evaluate is { } evaluate)
            return await FinishedEvaluation.FindAsync(store, evaluate, cancellationToken);
        foreach (var variant in request.Merge!.Variants)
            if (!await MergedCheckpoint.IsThereAsync(store, BlobLayout.Merge(variant.Digest), variant.Digest, cancellationToken))
                return null;
        return new(0, request.Merge.Variants.Count, []);
    }
}
