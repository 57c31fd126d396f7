using System.Buffers;
using System.Numerics;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

internal delegate Vector<float> DisjointFunction(in TrimmedLanes trimmed, Vector<float> sign);

/// <summary>Merges, per entry, the task vectors that agree with the elected sign; a sign of 0 counts as negative.</summary>
internal static class DisjointMerge
{
    public static DisjointFunction Named(string mergeFunc) => mergeFunc switch
    {
        "sum" => Sum,
        "mean" => Mean,
        "max" => Max,
        _ => throw new MergeException($"ties_merging: merge_func must be sum, mean or max, not '{mergeFunc}'."),
    };

    /// <summary>merge(elect(trim(tᵢ))) of a slice.</summary>
    public static void Merge(in PoolSlice slice, TiesAnalysis analysis, DisjointFunction merge, Span<float> merged)
    {
        bool[] isUnchanged = new bool[slice.Models];
        if (slice.FindUnchanged(isUnchanged))
        {
            // Not always zero: the largest of nothing, times a negative sign, is -0.
            var nothing = new TrimmedLanes([], models: 0, at: 0);
            merged.Fill(merge(nothing, SignElection.Elect(nothing, analysis.MajoritySign))[0]);
            return;
        }
        float[] buffer = ArrayPool<float>.Shared.Rent(slice.Models * TrimmedLanes.RowElements);
        var entries = buffer.AsSpan(0, slice.Models * TrimmedLanes.RowElements);
        var vectors = new TaskVectors(slice, analysis.Drop);
        for (int first = 0; first < slice.Length; first += TrimmedLanes.RowElements)
        {
            int count = Math.Min(TrimmedLanes.RowElements, slice.Length - first), rows = 0;
            for (int model = 0; model < slice.Models; model++)
            {
                // Zeros change no sum, no count and no largest magnitude.
                if (isUnchanged[model])
                    continue;
                var row = entries.Slice(rows++ * TrimmedLanes.RowElements, TrimmedLanes.RowElements);
                TrimmedLanes.Trim(vectors.Of(model, first, count, row), analysis.Thresholds[model], row);
            }
            for (int at = 0; at < count; at += Lanes.Count)
            {
                var trimmed = new TrimmedLanes(entries, rows, at);
                Lanes.Store(merge(trimmed, SignElection.Elect(trimmed, analysis.MajoritySign)), merged[..(first + count)], first + at);
            }
        }
        ArrayPool<float>.Shared.Return(buffer);
    }

    private static Vector<float> Sum(in TrimmedLanes trimmed, Vector<float> sign)
    {
        var sum = Vector<float>.Zero;
        for (int model = 0; model < trimmed.Models; model++)
            sum += Agreeing(trimmed[model], sign);
        return sum;
    }

    private static Vector<float> Mean(in TrimmedLanes trimmed, Vector<float> sign)
    {
        Vector<float> sum = Vector<float>.Zero, count = Vector<float>.Zero;
        for (int model = 0; model < trimmed.Models; model++)
        {
            var entries = Agreeing(trimmed[model], sign);
            sum += entries;
            count += TrimmedLanes.Mask(~Vector.Equals(entries, Vector<float>.Zero));
        }
        return sum / Vector.Max(count, Vector<float>.One);
    }

    private static Vector<float> Max(in TrimmedLanes trimmed, Vector<float> sign)
    {
        var largest = Vector<float>.Zero;
        for (int model = 0; model < trimmed.Models; model++)
            largest = Vector.Max(largest, Vector.Abs(Agreeing(trimmed[model], sign)));
        return largest * sign;
    }

    private static Vector<float> Agreeing(Vector<float> entries, Vector<float> sign)
    {
        // Of entries that agree, the flipped ones are positive.
        var flip = Vector.AndNot(new Vector<float>(-0f), Vector.AsVectorSingle(Vector.GreaterThan(sign, Vector<float>.Zero)));
        return entries * TrimmedLanes.Mask(Vector.GreaterThan(Vector.Xor(entries, flip), Vector<float>.Zero));
    }
}
