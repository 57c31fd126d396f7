using System.Globalization;

namespace FusionFunctions.Glue.Tasks;

/// <summary>STS-B's labels: similarities from 0 to 5, spoken with one decimal.</summary>
public static class SimilarityLabel
{
    public const float Smallest = 0;
    public const float Largest = 5;

    /// <summary>
    /// As Python's <c>"{:.1f}"</c>: the exact value of the float32 is rounded, exact halves to even (2.25 gives 2.2).
    /// </summary>
    public static string Format(float label) => ((double)label).ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>One of 0.0, 0.1, … 5.0.</summary>
    public static bool IsLabel(string text) =>
        text is [>= '0' and <= '4', '.', >= '0' and <= '9'] or "5.0";
}
