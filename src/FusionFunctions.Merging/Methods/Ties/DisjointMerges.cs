using System.Numerics;
using System.Runtime.CompilerServices;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>merge(elect(trim(tᵢ))) of a slice.</summary>
internal delegate void DisjointMerge(in PoolSlice slice, TiesAnalysis analysis, Span<float> merged);

/// <summary>Merges, per entry, the trimmed task vectors that agree with the elected sign.</summary>
internal static class DisjointMerges
{
    // Few, so that what is known of each stays in a core's first cache.
    private const int RowElements = 256;

    public static DisjointMerge Named(string mergeFunc) => mergeFunc switch
    {
        "sum" => Merge<DisjointSum>,
        "mean" => Merge<DisjointMean>,
        "max" => Merge<DisjointMax>,
        _ => throw new MergeException($"ties_merging: merge_func must be sum, mean or max, not '{mergeFunc}'."),
    };

    private static void Merge<TFunction>(in PoolSlice slice, TiesAnalysis analysis, Span<float> merged)
        where TFunction : struct, IDisjointFunction
    {
        bool[] isUnchanged = new bool[slice.Models];
        if (slice.FindUnchanged(isUnchanged))
        {
            // Not always zero: the largest of nothing, times a negative sign, is -0.
            merged.Fill(default(SignedSums<TFunction>).Merge(analysis.MajoritySign)[0]);
            return;
        }
        var sums = new SignedSums<TFunction>[RowElements / Lanes.Count];
        float[] room = new float[RowElements];
        var vectors = new TaskVectors(slice, analysis.Drop);
        for (int first = 0; first < slice.Length; first += RowElements)
        {
            int count = Math.Min(RowElements, slice.Length - first);
            sums.AsSpan().Clear();
            for (int model = 0; model < slice.Models; model++)
                // Zeros change no sum, no count and no largest magnitude.
                if (!isUnchanged[model])
                    Add(vectors.Of(model, first, count, room), analysis.Thresholds[model], sums);
            for (int at = 0; at < count; at += Lanes.Count)
                Lanes.Store(sums[at / Lanes.Count].Merge(analysis.MajoritySign), merged[..(first + count)], first + at);
        }
    }

    /// <summary>Calls nothing, as <see cref="TrimmingCount"/> does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TFunction>(Difference entries, float threshold, Span<SignedSums<TFunction>> sums)
        where TFunction : struct, IDisjointFunction
    {
        var least = new Vector<float>(threshold);
        for (int row = 0; row < entries.Length / Lanes.Count; row++)
            sums[row].Add(Trimming.Trim(entries[(nuint)(row * Lanes.Count)], least));
    }
}
