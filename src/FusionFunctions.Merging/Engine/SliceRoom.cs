using System.Buffers;
using System.Numerics;

namespace FusionFunctions.Merging.Engine;

/// <summary>
/// Memory for a slice of one model: that of one merge serves the next, since to touch new memory costs more than most of what is done with it. Lengths that
/// would be rounded up, beyond what a merge was promised, and very long ones are not kept.
/// </summary>
internal static class SliceRoom
{
    private const int Most = MergeBudget.LongestWorthwhile;

    // Of one length: those of two merges side by side.
    private const int Kept = 256;
    private static readonly ArrayPool<float> s_pool = ArrayPool<float>.Create(Most, Kept);

    public static float[] Rent(int elements) => IsKept(elements) ? s_pool.Rent(elements) : new float[elements];

    /// <summary>Nobody may use it any more.</summary>
    public static void Return(float[] room)
    {
        if (IsKept(room.Length))
            s_pool.Return(room);
    }

    private static bool IsKept(int elements) => BitOperations.IsPow2(elements) && elements is >= MergeBudget.ShortestWorthwhile and <= Most;
}
