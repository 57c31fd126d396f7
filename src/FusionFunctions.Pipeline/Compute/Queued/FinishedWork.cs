using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Pipeline.Merges;
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
        var found = new List<MergedCheckpoint>();
        foreach (var variant in request.Merge!.Variants)
            if (await MergedCheckpoint.FindWholeAsync(store, BlobLayout.Merge(variant.Digest), variant.Digest, cancellationToken) is { } merged)
                found.Add(merged);
            else
                return null;
        return new(0, found.Count, MergeWarnings.Of(request.Merge, found));
    }
}
