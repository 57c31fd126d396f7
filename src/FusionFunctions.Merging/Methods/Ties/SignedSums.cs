using System.Numerics;
using System.Runtime.CompilerServices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// What is known of the trimmed entries at a vector of places while models are added to it: their sum, which elects the sign, and for either sign what
/// becomes of those that agree with it.
/// </summary>
internal struct SignedSums<TFunction>
    where TFunction : struct, IDisjointFunction
{
    private Vector<float> _sum;
    private TFunction _agreeing;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector<float> entries)
    {
        _sum += entries;
        ref var agreeing = ref _agreeing;
        agreeing.Add(entries);
    }

    /// <summary>merge(elect(…)): what the function makes of the entries that agree with the sign of the sum.</summary>
    /// <param name="majoritySign">-1, 0 or 1: elected where the sum is zero; 0 counts as negative.</param>
    public readonly Vector<float> Merge(int majoritySign)
    {
        var sign = Vector.ConditionalSelect(
            Vector.GreaterThan(_sum, Vector<float>.Zero),
            Vector<float>.One,
            Vector.ConditionalSelect(Vector.LessThan(_sum, Vector<float>.Zero), -Vector<float>.One, new Vector<float>(majoritySign)));
        // Nothing agrees or disagrees with NaN: as in PyTorch, where entries that disagree are multiplied by 0, it stays.
        return Vector.ConditionalSelect(Vector.Equals(_sum, _sum), _agreeing.Merge(sign), _sum);
    }
}

/// <summary>What all functions have in common.</summary>
internal static class SignedSums
{
    /// <summary>That of the sign.</summary>
    public static Vector<float> Agreeing(Vector<float> sign, Vector<float> positive, Vector<float> negative) =>
        Vector.ConditionalSelect(Vector.GreaterThan(sign, Vector<float>.Zero), positive, negative);
}
