using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>
/// Singular values and right singular vectors of a matrix A, out of AᵀA. In double this resolves singular values down to a millionth of the
/// largest, which is what a decomposition in float32 does; smaller ones are taken for zero and their directions left out.
/// </summary>
internal sealed class Spectrum
{
    private const double Resolution = 1e-6;

    private Spectrum(double[] values, Dense vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>Falling; zero beyond the matrix' rank.</summary>
    public double[] Values { get; }

    /// <summary>The columns are the right singular vectors.</summary>
    public Dense Vectors { get; }

    /// <summary>1/σ, and 0 for a σ of 0.</summary>
    public double[] Inverse => [.. Values.Select(value => value == 0 ? 0 : 1 / value)];

    /// <param name="gram">AᵀA; of its two halves either.</param>
    /// <param name="scale">A norm against which singular values are small, where the matrix is a small difference of large ones.</param>
    /// <exception cref="MergeException">The decomposition does not converge.</exception>
    public static Spectrum Of(Dense gram, double scale = 0)
    {
        int side = gram.Rows;
        if (side == 0)
            return new([], gram);
        // What a NaN touches is lost; the decomposition would not end.
        if (!gram.Values.All(double.IsFinite))
            return new([.. Enumerable.Repeat(double.NaN, side)], Filled(side, double.NaN));
        try
        {
            var decomposition = new DenseMatrix(side, side, [.. gram.Values]).Evd(Symmetricity.Symmetric);
            double[] values = [.. decomposition.EigenValues.Reverse().Select(value => Math.Sqrt(Math.Max(0, value.Real)))];
            double smallest = Resolution * Math.Max(values[0], scale);
            return new([.. values.Select(value => value <= smallest ? 0 : value)], Reversed(decomposition.EigenVectors));
        }
        catch (NonConvergenceException error)
        {
            throw new MergeException("The spectrum of a matrix does not converge; exclude the tensor by exclude_keys.", error);
        }
    }

    /// <summary>(AᵀA)^(−1/2): A times it has orthonormal columns.</summary>
    public static Dense InverseRoot(Dense gram)
    {
        var spectrum = Of(gram);
        return Dense.Product(spectrum.Vectors.ScaleColumns(spectrum.Inverse), spectrum.Vectors.Transpose());
    }

    private static Dense Reversed(Matrix<double> vectors)
    {
        var result = new Dense(vectors.RowCount, vectors.ColumnCount);
        for (int column = 0; column < vectors.ColumnCount; column++)
            for (int row = 0; row < vectors.RowCount; row++)
                result[row, column] = vectors[row, vectors.ColumnCount - 1 - column];
        return result;
    }

    private static Dense Filled(int side, double value)
    {
        var result = new Dense(side, side);
        result.Values.AsSpan().Fill(value);
        return result;
    }
}
