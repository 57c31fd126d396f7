using System.Numerics.Tensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;
using FusionFunctions.Merging.Telemetry;

namespace FusionFunctions.Merging.Engine;

/// <summary>Computes and writes every variant's part of a slice that has been read.</summary>
internal sealed class MergedVariants(IReadOnlyList<MergeVariant> variants, IReadOnlyList<PreparedMerge> merges, ExactTensors exact) : IAsyncDisposable
{
    // Each is a thread. A sweep may have thousands of outputs, which share them.
    private const int MostLines = 16;
    private readonly SharedVector[] _vectors = [.. VectorsOf(merges)];
    private readonly HalfOverflow[] _overflows = [.. variants.Select(variant => new HalfOverflow(variant.Output))];
    private readonly OutputLine[] _lines = [.. variants.Take(MostLines).Select(_ => new OutputLine())];
    private readonly int? _showing = Showing(merges);

    /// <summary>Each once, however many variants share it.</summary>
    public static IEnumerable<SharedVector> VectorsOf(IEnumerable<PreparedMerge> merges) => merges.Select(merge => merge.Vector).OfType<SharedVector>().Distinct();

    public int Count => variants.Count;

    /// <summary>Tensors of a variant that float16, its output's type, cannot hold; ordinal.</summary>
    public IReadOnlyList<string> Overflowed(int variant) => _overflows[variant].Tensors;

    public async Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken)
    {
        foreach (var variant in variants)
            await variant.Output.BeginAsync([.. tensors.Select(tensor => tensor with { DType = variant.OutputOf(tensor) })], cancellationToken);
    }

    /// <summary>Whether every output has the tensor already.</summary>
    public bool AreFinished(TensorInfo tensor) => variants.All(variant => variant.Output.Finished.Contains(tensor.Name));

    /// <param name="slice">The slice.</param>
    /// <param name="inputs">Its elements.</param>
    /// <param name="outcome">Receives the results.</param>
    /// <param name="studyOf">What a variant's analysis found out about the tensor.</param>
    /// <returns>Whether the results show that all inputs are finite.</returns>
    public bool Merge(TensorSlice slice, SliceInputs inputs, SliceOutcome outcome, Func<TensorAnalysis, TensorStudy> studyOf)
    {
        if (AreFinished(slice.Tensor))
            return false;
        bool isCopied = slice.Tensor.DType == TensorDType.BOOL;
        for (int vector = 0; vector < _vectors.Length && !isCopied; vector++)
            _vectors[vector].Compute(inputs.Slice(slice), outcome.Result(variants.Count + vector, slice.Length).Span);
        for (int variant = 0; variant < merges.Count; variant++)
        {
            var result = outcome.Result(variant, slice.Length).Span;
            if (isCopied)
                inputs.Template(slice.Length).CopyTo(result);
            else
                Merge(merges[variant], slice, inputs, outcome, studyOf, result);
            if (!slice.Tensor.DType.IsFloat())
                inputs.Settle(result);
            if (exact.Are(slice.Tensor, variant))
                inputs.Store(slice.Tensor.DType, result, merges[variant].IsKept(slice.Tensor), outcome.Stored(variant, slice.Length * slice.Tensor.DType.Size()).Span);
            if (variants[variant].OutputOf(slice.Tensor) == TensorDType.F16)
                _overflows[variant].Look(slice.Tensor.Name, result);
        }
        return !isCopied && _showing is { } showing && TensorPrimitives.IsFiniteAll<float>(outcome.Result(showing, slice.Length).Span);
    }

    /// <summary>The result that is finite only where all inputs are; null where there is none.</summary>
    private static int? Showing(IReadOnlyList<PreparedMerge> merges)
    {
        // The variants' results, then the vectors.
        bool[] shows = [.. merges.Select(merge => merge.ShowsNonFinite), .. VectorsOf(merges).Select(vector => vector.ShowsNonFinite)];
        int first = Array.IndexOf(shows, true);
        return first < 0 ? null : first;
    }

    private void Merge(
        PreparedMerge merge, TensorSlice slice, SliceInputs inputs, SliceOutcome outcome, Func<TensorAnalysis, TensorStudy> studyOf, Span<float> result)
    {
        var study = merge.TensorAnalysis is { } analysis ? studyOf(analysis) : TensorStudy.None;
        var vector = merge.Vector is { } shared ? outcome.Result(variants.Count + Array.IndexOf(_vectors, shared), slice.Length) : default;
        merge.Merge(inputs.Slice(slice), study, vector.Span, result);
    }

    /// <summary>Each output has a queue, in which a digest is taken of some slices while those before them are written.</summary>
    public int Queues => variants.Count;

    /// <param name="slices">One after the other.</param>
    /// <param name="turn">Outputs receive slices in their order, each on its own.</param>
    /// <param name="isLast">Whether nothing more comes in this turn.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public async Task WriteAsync(IReadOnlyList<MergedSlice> slices, Turn turn, bool isLast, CancellationToken cancellationToken)
    {
        var written = new List<Task>();
        try
        {
            for (int variant = 0; variant < variants.Count; variant++)
            {
                var output = variants[variant].Output;
                MergedSlice[] missing = [.. slices.Where(slice => !output.Finished.Contains(slice.Slice.Tensor.Name))];
                ResultPart[] parts = [.. missing.Select(slice => slice.Result(variant, exact.Are(slice.Slice.Tensor, variant)))];
                int queue = PoolSweep.Books + 1 + variant;
                await turn.InAsync(queue);
                foreach (var part in parts)
                    part.Digest(output);
                written.Add(WriteAsync(missing, parts, variant, cancellationToken));
                if (isLast)
                    turn.Pass(queue);
            }
        }
        finally
        {
            // Nobody else may have the memory before.
            await Task.WhenAll(written);
        }
    }

    /// <summary>To be called when nothing is in work any more.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines)
            await line.DisposeAsync();
    }

    private async Task WriteAsync(IReadOnlyList<MergedSlice> slices, IReadOnlyList<ResultPart> parts, int variant, CancellationToken cancellationToken)
    {
        await _lines[variant % _lines.Length].WriteAsync(variants[variant].Output, parts, cancellationToken);
        foreach (var slice in slices)
            MergeMetrics.BytesWritten.Add((long)slice.Slice.Length * variants[variant].OutputOf(slice.Slice.Tensor).Size());
    }
}
