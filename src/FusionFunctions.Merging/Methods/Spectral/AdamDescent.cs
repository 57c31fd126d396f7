using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>Adam (Kingma &amp; Ba 2015) with PyTorch's defaults and a step of 1e-5, on |m·C − aim| summed as WUDI does.</summary>
internal static class AdamDescent
{
    private const double Rate = 1e-5, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    /// <param name="m">Where to start; receives the end.</param>
    /// <param name="aim">Σᵢ tᵢ·Gᵢ.</param>
    /// <param name="total">C.</param>
    /// <param name="steps">How many.</param>
    public static void Run(Dense m, Dense aim, RightFactor total, int steps)
    {
        var product = new Dense(m.Rows, m.Columns);
        double[] first = new double[m.Values.Length], second = new double[m.Values.Length];
        for (int step = 1; step <= steps; step++)
        {
            total.SetProduct(m, product);
            double correction1 = 1 - Math.Pow(Beta1, step), correction2 = Math.Sqrt(1 - Math.Pow(Beta2, step));
            for (int i = 0; i < first.Length; i++)
            {
                double gradient = 2 * (product.Values[i] - aim.Values[i]);
                first[i] = (Beta1 * first[i]) + ((1 - Beta1) * gradient);
                second[i] = (Beta2 * second[i]) + ((1 - Beta2) * gradient * gradient);
                m.Values[i] -= Rate / correction1 * first[i] / ((Math.Sqrt(second[i]) / correction2) + Epsilon);
            }
        }
    }
}
