using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>A tensor as PyTorch saves it: element (i, j, …) stands at Offset + i·Strides[0] + j·Strides[1] + … of its storage.</summary>
internal sealed class StridedView
{
    public const int MaxRank = 32;

    private StridedView(PickleStorage storage, long offset, long[] shape, long[] strides) =>
        (Storage, Offset, Shape, Strides) = (storage, offset, shape, strides);

    public PickleStorage Storage { get; }

    public long Offset { get; }

    public IReadOnlyList<long> Shape { get; }

    public IReadOnlyList<long> Strides { get; }

    public TensorDType DType => Storage.DType;

    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether the elements stand one after the other in row-major order.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int dimension = Shape.Count - 1; dimension >= 0; dimension--)
            {
                if (Shape[dimension] != 1 && Strides[dimension] != expected)
                    return ElementCount == 0;
                expected *= Shape[dimension];
            }
            return true;
        }
    }

    /// <summary>Equal for views of the same elements in the same order.</summary>
    public string Identity => $"{Storage.Key} {DType} {Offset} {string.Join(',', Shape)} {(IsContiguous ? "" : string.Join(',', Strides))}";

    /// <returns>Null where the view leaves its storage, repeats elements, or makes no sense.</returns>
    public static StridedView? Of(PickleStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || offset < 0 || shape.Any(size => size < 0) || strides.Any(stride => stride < 0))
            return null;
        Int128 count = 1, last = offset;
        for (int dimension = 0; dimension < shape.Length; dimension++)
        {
            count *= shape[dimension];
            last += ((Int128)shape[dimension] - 1) * strides[dimension];
            // A view that shows elements many times over could be of any size, however small the file.
            if (count > storage.Elements || last > long.MaxValue)
                return null;
        }
        return count == 0 || last < storage.Elements ? new(storage, offset, shape, strides) : null;
    }
}
