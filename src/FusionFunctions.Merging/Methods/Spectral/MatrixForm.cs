using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>How a tensor is looked at: as many long rows, or as many columns where these are the shorter side's, or not as a matrix at all.</summary>
/// <param name="IsMatrix">Whether it has two dimensions, elements, and is not excluded.</param>
/// <param name="Side">Entries of a row that is looked at: the shorter side of the matrix, unless columns may not stand for rows.</param>
/// <param name="Length">How many such rows.</param>
/// <param name="Transposed">Whether they are the matrix' columns.</param>
internal readonly record struct MatrixForm(bool IsMatrix, int Side, long Length, bool Transposed)
{
    public static MatrixForm Of(TensorInfo tensor, bool transposable, IReadOnlySet<string> excluded)
    {
        if (tensor.Shape.Count != 2 || tensor.ElementCount == 0 || excluded.Contains(tensor.Name))
            return default;
        long rows = tensor.Shape[0], columns = tensor.Shape[1];
        return transposable && rows < columns ? new(true, (int)rows, columns, true) : new(true, (int)columns, rows, false);
    }

    /// <summary>Rows that are looked at together.</summary>
    public int RowsAtOnce(MatrixMath matrices) => (int)Math.Min(matrices.RowsAtOnce, Length);

    /// <summary>Room for them.</summary>
    public Dense Rows(MatrixMath matrices) => new(RowsAtOnce(matrices), Side);

    /// <summary>Columns run through the whole tensor.</summary>
    public long Block(TensorInfo tensor, MatrixMath matrices) => !IsMatrix ? 1
        : Transposed ? tensor.ElementCount
        : matrices.IsBlockwise ? (long)Side * RowsAtOnce(matrices) : Side;
}
