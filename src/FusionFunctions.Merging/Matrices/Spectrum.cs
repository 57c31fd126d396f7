namespace FusionFunctions.Merging.Matrices;

/// <summary>
/// Singular values and right singular vectors of a matrix A, out of AᵀA. In double this resolves singular values down to a millionth of the
/// largest, which is what a decomposition in float32 does; smaller ones, and those that rounding alone explains, are taken for zero and their directions left out.
/// </summary>
internal sealed class Spectrum
{
    private const double Resolution = 1e-6;

    private Spectrum(double[] values, Dense vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>Falling; zero beyond the matrix' rank.</summary>
    public double[] Values { get; }

    /// <summary>The columns are the right singular vectors; zeros where the singular value is 0, since any directions could stand there.</summary>
    public Dense Vectors { get; }

    /// <summary>1/σ, and 0 for a σ of 0.</summary>
    public double[] Inverse => [.. Values.Select(value => value == 0 ? 0 : 1 / value)];

    /// <param name="gram">AᵀA; of its two halves either.</param>
    /// <param name="scale">A norm against which singular values are small, where the matrix is a small difference of large ones.</param>
    /// <param name="noise">Singular values up to this one mean nothing: see <see cref="RoundingNoise"/>.</param>
    /// <param name="decompose">Gives rising eigenvalues, and eigenvectors as columns.</param>
    public static Spectrum Of(Dense gram, double scale, double noise, Func<Dense, (double[] Values, Dense Vectors)> decompose)
    {
        int side = gram.Rows;
        if (side == 0)
            return new([], gram);
        // What a NaN touches is lost; the decomposition would not end.
        if (!gram.Values.All(double.IsFinite))
            return new([.. Enumerable.Repeat(double.NaN, side)], Filled(side, double.NaN));
        var (squares, vectors) = decompose(gram);
        double[] values = [.. squares.Reverse().Select(square => Math.Sqrt(Math.Max(0, square)))];
        double smallest = Math.Max(Resolution * Math.Max(values[0], scale), noise);
        int rank = values.Count(value => value > smallest);
        Array.Clear(values, rank, side - rank);
        return new(values, Last(vectors, rank));
    }

    // The last columns, in reverse order; the others are zeros.
    private static Dense Last(Dense vectors, int count)
    {
        var result = new Dense(vectors.Rows, vectors.Columns);
        for (int row = 0; row < vectors.Rows; row++)
            for (int column = 0; column < count; column++)
                result[row, column] = vectors[row, vectors.Columns - 1 - column];
        return result;
    }

    private static Dense Filled(int side, double value)
    {
        var result = new Dense(side, side);
        result.Values.AsSpan().Fill(value);
        return result;
    }
}
