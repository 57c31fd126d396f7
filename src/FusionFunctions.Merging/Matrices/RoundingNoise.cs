namespace FusionFunctions.Merging.Matrices;

/// <summary>
/// How strong a direction of a task vector may be by rounding alone. A checkpoint's numbers are rounded to float32, so that tᵢ = θᵢ − θ₀ has an error in every entry:
/// an update of low rank, as an adapter makes it, becomes one of full rank, whose weakest directions are as strong as the weights are large. A matrix of
/// independent errors has about the spectral norm of its longest row and its longest column together (Latała 2005, https://doi.org/10.1090/S0002-9939-04-07800-1).
/// </summary>
internal sealed class RoundingNoise(int side)
{
    // A unit in the last place is at most 2⁻²³ of a number, and errors are spread evenly over it.
    private static readonly double s_error = Math.ScaleB(1, -23) / Math.Sqrt(12);
    private readonly double[] _columns = new double[side];
    private double _row, _longestRow;

    /// <summary>The spectral norm of the errors, rather too large than too small: numbers' units in the last place are taken for as large as they may be.</summary>
    public double Norm => s_error * (Math.Sqrt(_longestRow) + Math.Sqrt(_columns.Max()));

    /// <summary>Of independent errors that are added up.</summary>
    public static double OfSum(IEnumerable<RoundingNoise> summands) => Math.Sqrt(summands.Sum(summand => summand.Norm * summand.Norm));

    /// <summary>The next number of a row.</summary>
    public void Add(int column, double weight)
    {
        double square = weight * weight;
        _columns[column] += square;
        _row += square;
    }

    public void EndRow()
    {
        _longestRow = Math.Max(_longestRow, _row);
        _row = 0;
    }
}
