using System.Numerics;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>s = sgn(Σᵢ tᵢ) per entry; entries without a sign take the majority's.</summary>
internal static class SignElection
{
    /// <param name="trimmed">The task vectors' entries.</param>
    /// <param name="majoritySign">-1, 0 or 1: what entries with sum zero (or NaN) get.</param>
    public static Vector<float> Elect(in TrimmedLanes trimmed, int majoritySign)
    {
        var sum = Sum(trimmed);
        return Vector.ConditionalSelect(
            Vector.GreaterThan(sum, Vector<float>.Zero),
            Vector<float>.One,
            Vector.ConditionalSelect(Vector.LessThan(sum, Vector<float>.Zero), -Vector<float>.One, new Vector<float>(majoritySign)));
    }

    private static Vector<float> Sum(in TrimmedLanes trimmed)
    {
        var sum = Vector<float>.Zero;
        for (int model = 0; model < trimmed.Models; model++)
            sum += trimmed[model];
        return sum;
    }
}
