using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusionFunctions.Merging.Slices;

/// <summary>θ − θ₀ of as many elements as whole vectors hold, subtracted where it is looked at.</summary>
internal readonly ref struct Difference
{
    private readonly ref float _theta;
    private readonly ref float _theta0;

    /// <param name="theta">θ.</param>
    /// <param name="theta0">θ₀, as long.</param>
    public Difference(ReadOnlySpan<float> theta, ReadOnlySpan<float> theta0)
    {
        if (theta.Length != theta0.Length || theta.Length % Lanes.Count != 0)
            throw new ArgumentException($"{theta.Length} and {theta0.Length} elements are not the same whole vectors.", nameof(theta));
        _theta = ref MemoryMarshal.GetReference(theta);
        _theta0 = ref MemoryMarshal.GetReference(theta0);
        Length = theta.Length;
    }

    /// <summary>Elements.</summary>
    public int Length { get; }

    /// <summary>A vector of entries. Not checked against <see cref="Length"/>: a loop over vectors would not be one any more.</summary>
    public Vector<float> this[nuint at]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector.LoadUnsafe(ref _theta, at) - Vector.LoadUnsafe(ref _theta0, at);
    }

    /// <summary>A single entry, as little checked.</summary>
    public float Entry(int at) => Unsafe.Add(ref _theta, at) - Unsafe.Add(ref _theta0, at);
}
