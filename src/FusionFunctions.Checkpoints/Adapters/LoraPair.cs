using System.Buffers;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>The two factors of one module's update, as they are stored.</summary>
/// <param name="Module">The module that they change.</param>
/// <param name="A">[r, in].</param>
/// <param name="B">[out, r].</param>
internal sealed record LoraPair(string Module, TensorInfo A, TensorInfo B)
{
    // A factor is held in memory: 1 GiB.
    private const long MaxElements = 1 << 28;

    public int Rank => (int)A.Shape[0];

    public bool IsWellFormed => IsMatrix(A) && IsMatrix(B) && A.Shape[0] == B.Shape[1];

    /// <summary>Whether the weight has the form of B·A, or of its transpose.</summary>
    public bool Fits(TensorInfo weight, bool isTransposed) =>
        weight.Shape is [var rows, var columns] && (isTransposed ? (columns, rows) : (rows, columns)) == (B.Shape[0], A.Shape[1]);

    /// <summary>Reads both factors into arrays from the pool, turned so that their product has the form of the weight.</summary>
    public async Task<LoraFactors> ReadAsync(ITensorFile file, float scaling, bool isTransposed, CancellationToken cancellationToken)
    {
        float[] a = await ReadAsync(file, A, cancellationToken), b = await ReadAsync(file, B, cancellationToken);
        int input = (int)A.Shape[1], output = (int)B.Shape[0];
        return isTransposed
            ? new(Transposed(a, Rank, input), Transposed(b, output, Rank), Rank, output, scaling)
            : new(b, a, Rank, input, scaling);
    }

    private static bool IsMatrix(TensorInfo factor) => factor.Shape.Count == 2 && factor.DType.IsFloat() && factor.ElementCount is > 0 and <= MaxElements;

    private static async Task<float[]> ReadAsync(ITensorFile file, TensorInfo tensor, CancellationToken cancellationToken)
    {
        int count = (int)tensor.ElementCount;
        float[] elements = ArrayPool<float>.Shared.Rent(count);
        await file.ReadAsync(tensor.Name, tensor.DType, 0, elements.AsMemory(0, count), cancellationToken);
        return elements;
    }

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        float[] result = ArrayPool<float>.Shared.Rent(rows * columns);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                result[(column * rows) + row] = matrix[(row * columns) + column];
        ArrayPool<float>.Shared.Return(matrix);
        return result;
    }
}
