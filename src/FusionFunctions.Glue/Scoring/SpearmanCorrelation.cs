namespace FusionFunctions.Glue.Scoring;

/// <summary>Spearman's rho as scipy computes it: Pearson's correlation of average ranks.</summary>
public static class SpearmanCorrelation
{
    /// <returns>-1 to 1; NaN where a side is constant, has a NaN or has fewer than two values.</returns>
    public static double Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first.Count, second.Count, nameof(second));
        if (first.Count < 2 || first.Any(double.IsNaN) || second.Any(double.IsNaN))
            return double.NaN;
        return Pearson(Ranks(first), Ranks(second));
    }

    // Equal values share the mean of the ranks they take up.
    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int first = 0, next; first < order.Length; first = next)
        {
            next = first + 1;
            while (next < order.Length && values[order[next]] == values[order[first]])
                next++;
            for (int i = first; i < next; i++)
                ranks[order[i]] = (first + 1 + next) / 2.0;
        }
        return ranks;
    }

    private static double Pearson(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double products = 0, squaresX = 0, squaresY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            products += (x[i] - meanX) * (y[i] - meanY);
            squaresX += (x[i] - meanX) * (x[i] - meanX);
            squaresY += (y[i] - meanY) * (y[i] - meanY);
        }
        // Rounding may carry a perfect correlation past one.
        return Math.Clamp(products / Math.Sqrt(squaresX) / Math.Sqrt(squaresY), -1, 1);
    }
}
