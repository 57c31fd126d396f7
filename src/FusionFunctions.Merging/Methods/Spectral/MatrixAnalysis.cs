using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>Studies each matrix row by row, keeping matrices of its shorter side only; the rows themselves are never all in memory at once.</summary>
/// <param name="matrices">Multiplies and decomposes.</param>
/// <param name="transposable">Whether the method treats a matrix as it treats its transpose.</param>
/// <param name="squares">How many matrices of the shorter side it keeps.</param>
/// <param name="models">Of each of which it keeps some rows.</param>
/// <param name="ofMerge">Whether it keeps another merge's result.</param>
/// <param name="excluded">Names of tensors that are not taken for matrices.</param>
/// <param name="start">Starts the study of a tensor.</param>
internal sealed class MatrixAnalysis(
    MatrixMath matrices, bool transposable, int squares, int models, bool ofMerge, IReadOnlySet<string> excluded, Func<MatrixForm, MatrixStudy> start)
    : TensorAnalysis<MatrixStudy>
{
    // Decompositions and products on the way.
    private const int TemporarySquares = 6;

    // Besides the models': their sum, another merge's, and the result's.
    private const int OtherRows = 3;

    public override long Block(TensorInfo tensor) => MatrixForm.Of(tensor, transposable, excluded).Block(tensor, matrices);

    public override long ScratchBytes(TensorInfo tensor)
    {
        var form = MatrixForm.Of(tensor, transposable, excluded);
        return ((squares + TemporarySquares) * (long)form.Side * form.Side * sizeof(double))
            + ((models + OtherRows) * (long)form.RowsAtOnce(matrices) * form.Side * sizeof(double))
            + matrices.BytesOnTheWay(form.RowsAtOnce(matrices), form.Side) + (ofMerge ? tensor.ElementCount * sizeof(float) : 0);
    }

    public override MatrixStudy Start(TensorInfo tensor) => start(MatrixForm.Of(tensor, transposable, excluded));
}
