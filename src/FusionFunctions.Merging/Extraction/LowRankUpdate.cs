using System.Numerics.Tensors;
using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Merging.Extraction;

/// <summary>
/// The nearest matrix of a rank to a task vector's matrix, B·A with the singular values shared between both (Eckart and Young 1936).
/// </summary>
/// <param name="A">[rank, columns], row-major.</param>
/// <param name="B">[rows, rank], row-major.</param>
/// <param name="Norm">‖T‖, the Frobenius norm of what was to be approximated.</param>
/// <param name="Remainder">‖T − B·A‖, of the factors as they are rounded.</param>
internal sealed record LowRankUpdate(float[] A, float[] B, double Norm, double Remainder)
{
    // Of the shorter side: the products, their decomposition and what is made of it.
    private const int Squares = 6;

    /// <summary>Bytes that it takes at most to approximate a matrix: itself, its transpose if it is wide, and squares of its shorter side.</summary>
    public static long BytesFor(long rows, long columns)
    {
        long side = Math.Min(rows, columns), copies = rows < columns ? 2 : 1;
        return sizeof(double) * ((copies * rows * columns) + (Squares * side * side));
    }

    /// <param name="update">T, [rows, columns].</param>
    /// <param name="rank">At most the shorter side.</param>
    /// <param name="matrices">Multiplies and decomposes.</param>
    public static LowRankUpdate Of(Dense update, int rank, MatrixMath matrices)
    {
        bool isWide = update.Rows < update.Columns;
        // Right singular vectors of the matrix whose columns are its shorter side.
        var tall = isWide ? update.Transpose() : update;
        var spectrum = matrices.SpectrumOf(Gram(tall, matrices));
        var directions = SameSigns(spectrum.Vectors.Left(rank));
        double[] roots = [.. spectrum.Values.Take(rank).Select(Math.Sqrt)], inverse = [.. roots.Select(root => root == 0 ? 0 : 1 / root)];
        Dense left = matrices.Product(tall, directions.ScaleColumns(inverse)), right = directions.ScaleColumns(roots);
        float[] a = Rounded(isWide ? left.Transpose() : right.Transpose()), b = Rounded(isWide ? right : left);
        return new(a, b, TensorPrimitives.Norm<double>(update.Values), Lost(update, Widened(a, rank, update.Columns), Widened(b, update.Rows, rank), matrices));
    }

    /// <summary>The same of the transposed matrix.</summary>
    public LowRankUpdate Transpose(int rank) => this with { A = Transposed(B, B.Length / rank, rank), B = Transposed(A, rank, A.Length / rank) };

    // Aᵀ·A by blocks of rows, since a product keeps copies of its operands.
    private static Dense Gram(Dense tall, MatrixMath matrices)
    {
        using var sum = matrices.SumOf(tall.Columns, tall.Columns);
        for (int first = 0; first < tall.Rows; first += matrices.RowsAtOnce)
        {
            var rows = tall.Slice(first, Math.Min(matrices.RowsAtOnce, tall.Rows - first));
            sum.Add(rows, rows, rows.Rows);
        }
        return sum.Total();
    }

    // A singular vector may point either way; this one way does not depend on the library that found it.
    private static Dense SameSigns(Dense vectors)
    {
        double[] signs = new double[vectors.Columns];
        for (int column = 0; column < vectors.Columns; column++)
        {
            double largest = 0;
            for (int row = 0; row < vectors.Rows; row++)
                largest = Math.Abs(vectors[row, column]) > Math.Abs(largest) ? vectors[row, column] : largest;
            signs[column] = largest < 0 ? -1 : 1;
        }
        return vectors.ScaleColumns(signs);
    }

    // ‖T − B·A‖, by blocks of rows.
    private static double Lost(Dense update, Dense a, Dense b, MatrixMath matrices)
    {
        double squares = 0;
        using var right = matrices.Hold(a);
        for (int first = 0; first < update.Rows; first += matrices.RowsAtOnce)
        {
            int rows = Math.Min(matrices.RowsAtOnce, update.Rows - first);
            double[] lost = right.Product(b.Slice(first, rows)).Values;
            TensorPrimitives.Subtract(update.Values.AsSpan(first * update.Columns, lost.Length), lost, lost);
            squares += TensorPrimitives.SumOfSquares<double>(lost);
        }
        return Math.Sqrt(squares);
    }

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % rows * columns) + (i / rows)])];

    private static Dense Widened(float[] values, int rows, int columns)
    {
        var result = new Dense(rows, columns);
        for (int i = 0; i < values.Length; i++)
            result.Values[i] = values[i];
        return result;
    }

    private static float[] Rounded(Dense matrix) => [.. matrix.Values.Select(value => (float)value)];
}
