using System.Numerics;
using System.Runtime.CompilerServices;

namespace FusionFunctions.Merging.Slices;

/// <summary>
/// Four vectors at a time: a sum over models stays in registers, and finding a model's elements costs little beside loading them. What is left at a
/// slice's end takes single vectors: a block that might be shorter would be kept in memory, not in registers.
/// </summary>
internal readonly struct LaneBlock
{
    private readonly Vector<float> _first;
    private readonly Vector<float> _second;
    private readonly Vector<float> _third;
    private readonly Vector<float> _fourth;

    private LaneBlock(Vector<float> first, Vector<float> second, Vector<float> third, Vector<float> fourth) =>
        (_first, _second, _third, _fourth) = (first, second, third, fourth);

    public static int Count => 4 * Lanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBlock Load(ReadOnlySpan<float> source, int at)
    {
        var block = source.Slice(at, Count);
        return new(new(block), new(block[Lanes.Count..]), new(block[(2 * Lanes.Count)..]), new(block[(3 * Lanes.Count)..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<float> destination, int at)
    {
        var block = destination.Slice(at, Count);
        _first.CopyTo(block);
        _second.CopyTo(block[Lanes.Count..]);
        _third.CopyTo(block[(2 * Lanes.Count)..]);
        _fourth.CopyTo(block[(3 * Lanes.Count)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBlock operator +(LaneBlock a, LaneBlock b) => new(a._first + b._first, a._second + b._second, a._third + b._third, a._fourth + b._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBlock operator -(LaneBlock a, LaneBlock b) => new(a._first - b._first, a._second - b._second, a._third - b._third, a._fourth - b._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBlock operator /(LaneBlock a, float divisor) => new(a._first / divisor, a._second / divisor, a._third / divisor, a._fourth / divisor);
}
