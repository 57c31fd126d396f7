using System.Numerics;
using System.Runtime.InteropServices;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Consecutive entries of every trimmed task vector: tᵢ where |tᵢ| reaches model i's threshold, else 0.</summary>
/// <param name="entries">By model, in rows of <see cref="PoolSlice.PartElements"/>.</param>
/// <param name="models">How many there are; those whose task vector is zero may be left out.</param>
/// <param name="at">The first entry.</param>
internal readonly ref struct TrimmedLanes(ReadOnlySpan<float> entries, int models, int at)
{
    private readonly ref float _first = ref MemoryMarshal.GetReference(entries[at..]);

    public int Models { get; } = models;

    public Vector<float> this[int model] => Vector.LoadUnsafe(ref _first, (nuint)(model * PoolSlice.PartElements));

    /// <summary>Trims entries in place; there are as many as whole vectors hold.</summary>
    public static void Trim(Span<float> entries, float threshold)
    {
        var least = new Vector<float>(threshold);
        foreach (ref var lanes in MemoryMarshal.Cast<float, Vector<float>>(entries))
            lanes *= Mask(Vector.GreaterThanOrEqual(Vector.Abs(lanes), least));
    }

    /// <summary>1 or 0. Multiplied, not selected, as in PyTorch: a NaN entry stays NaN and shows in the result.</summary>
    public static Vector<float> Mask(Vector<int> condition) => Vector.ConditionalSelect(condition, Vector<float>.One, Vector<float>.Zero);
}
