using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Methods.Dare;

namespace FusionFunctions.Merging.Slices;

/// <summary>
/// A sample of all tensors: they are cut into chunks, the chunks into groups of equal size, and one chunk is drawn from each. So every part of the model
/// is represented, and no rhythm of rows and columns is followed. The same tensors always give the same chunks.
/// </summary>
/// <param name="Chunks">In the order of the tensors.</param>
/// <param name="IsWhole">Whether these are all elements.</param>
internal sealed record SampleChunks(IReadOnlyList<TensorSlice> Chunks, bool IsWhole)
{
    // A memory page of F32: fewer would take as many calls, and neighbours are too much alike for more to tell more.
    private const int ChunkElements = 1024;

    /// <param name="tensors">All of them.</param>
    /// <param name="most">Elements in the sample, about; at least one chunk is drawn.</param>
    public static SampleChunks Of(IReadOnlyList<TensorInfo> tensors, long most)
    {
        long all = tensors.Sum(ChunksOf);
        long group = Math.Max(1, all / Math.Max(1, most / ChunkElements));
        return new([.. Draw(tensors, group)], group == 1);
    }

    private static IEnumerable<TensorSlice> Draw(IReadOnlyList<TensorInfo> tensors, long group)
    {
        long before = 0;
        long drawn = 0;
        foreach (var tensor in tensors)
        {
            for (; Place(drawn, group) is var chunk && chunk < before + ChunksOf(tensor); drawn++)
            {
                long first = (chunk - before) * ChunkElements;
                yield return new(tensor, first, (int)Math.Min(ChunkElements, tensor.ElementCount - first));
            }
            before += ChunksOf(tensor);
        }
    }

    private static long Place(long drawn, long group) => (drawn * group) + (long)(SeededUniform.At(0, drawn) * group);

    private static long ChunksOf(TensorInfo tensor) => (tensor.ElementCount + ChunkElements - 1) / ChunkElements;
}
