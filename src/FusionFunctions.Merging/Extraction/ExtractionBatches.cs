using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Extraction;

/// <summary>Which matrices of an extraction are in work at once.</summary>
internal static class ExtractionBatches
{
    /// <param name="targets">Matrices, in the order in which they are written.</param>
    /// <param name="cores">The most of them in a batch.</param>
    /// <param name="memoryBytes">What those of a batch may take together.</param>
    /// <exception cref="MergeException">A matrix takes more by itself.</exception>
    public static IReadOnlyList<IReadOnlyList<TensorInfo>> Of(IReadOnlyList<TensorInfo> targets, int cores, long memoryBytes)
    {
        var batches = new List<List<TensorInfo>>();
        long left = 0;
        foreach (var tensor in targets)
        {
            long bytes = LowRankUpdate.BytesFor(tensor.Shape[0], tensor.Shape[1]);
            if (bytes > memoryBytes)
                throw new MergeException(
                    $"'{tensor.Name}' is {ShapeText.Of(tensor.Shape)} and takes {bytes} bytes of memory, more than the bound of {memoryBytes}. Give a larger --memory, or other --targets.");
            if (batches.Count == 0 || batches[^1].Count == cores || bytes > left)
            {
                batches.Add([]);
                left = memoryBytes;
            }
            batches[^1].Add(tensor);
            left -= bytes;
        }
        return batches;
    }
}
