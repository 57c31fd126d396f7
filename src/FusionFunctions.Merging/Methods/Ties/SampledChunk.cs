using System.Numerics;
using System.Runtime.InteropServices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Neighbouring entries of one model's task vector.</summary>
/// <param name="Entries">Those that were looked at.</param>
/// <param name="Zeros">How many there are besides, of what the model has from the base.</param>
/// <param name="Weight">How often each stands in the vector.</param>
internal readonly record struct SampledChunk(ReadOnlyMemory<float> Entries, int Zeros, int Weight)
{
    /// <summary>How many entries of the vector have a smaller magnitude.</summary>
    public long Below(float value) => (Below(Entries.Span, value) + (value > 0 ? Zeros : 0L)) * Weight;

    private static int Below(ReadOnlySpan<float> entries, float value)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(entries);
        var limit = new Vector<float>(value);
        var below = Vector<int>.Zero;
        foreach (var vector in vectors)
            below -= Vector.LessThan(Vector.Abs(vector), limit);
        int count = Vector.Sum(below);
        foreach (float entry in entries[(vectors.Length * Vector<float>.Count)..])
            count += MathF.Abs(entry) < value ? 1 : 0;
        return count;
    }
}
