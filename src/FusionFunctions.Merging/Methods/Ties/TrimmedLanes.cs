using System.Numerics;
using System.Runtime.InteropServices;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Consecutive entries of every trimmed task vector: tᵢ where |tᵢ| reaches model i's threshold, else 0.</summary>
/// <param name="entries">By model, in rows of <see cref="RowElements"/>.</param>
/// <param name="models">How many there are; those whose task vector is zero may be left out.</param>
/// <param name="at">The first entry.</param>
internal readonly ref struct TrimmedLanes(ReadOnlySpan<float> entries, int models, int at)
{
    /// <summary>Few, so that the rows of many models fit into a core's first cache.</summary>
    public const int RowElements = 256;

    private readonly ref float _first = ref MemoryMarshal.GetReference(entries[at..]);

    public int Models { get; } = models;

    public Vector<float> this[int model] => Vector.LoadUnsafe(ref _first, (nuint)(model * RowElements));

    /// <summary>Trims entries.</summary>
    public static void Trim(in Difference entries, float threshold, Span<float> trimmed)
    {
        var least = new Vector<float>(threshold);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(trimmed[..entries.Length]);
        for (int row = 0; row < rows.Length; row++)
        {
            var values = entries[(nuint)(row * Lanes.Count)];
            rows[row] = values * Mask(Vector.GreaterThanOrEqual(Vector.Abs(values), least));
        }
    }

    /// <summary>1 or 0. Multiplied, not selected, as in PyTorch: a NaN entry stays NaN and shows in the result.</summary>
    public static Vector<float> Mask(Vector<int> condition) => Vector.AsVectorSingle(condition & Vector.AsVectorInt32(Vector<float>.One));
}
