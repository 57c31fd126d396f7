using System.Numerics.Tensors;
using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>The passes that the sparsifiers need, and one more where the L1 norms before and after are to be compared.</summary>
/// <param name="sparsifiers">By model; null where all entries stay.</param>
/// <param name="block">Entries that are looked at together.</param>
/// <param name="rescale">Whether thinned vectors get back their norm.</param>
internal sealed class SparseStudy(Sparsifier?[] sparsifiers, int block, bool rescale) : TensorStudy
{
    private const double SmallestNorm = 1e-7;

    private readonly float[][] _vectors = [.. sparsifiers.Select(_ => new float[block])];
    private readonly (double Before, double After)[] _norms = new (double, double)[sparsifiers.Length];
    private readonly int _selecting = sparsifiers.Select(sparsifier => sparsifier?.Passes ?? 0).Max();

    public override int Passes => _selecting + (rescale ? 1 : 0);

    public override void Observe(int pass, in PoolSlice slice)
    {
        for (int at = 0; at < slice.Length; at += block)
        {
            var part = slice.Part(at, Math.Min(block, slice.Length - at));
            for (int model = 0; model < sparsifiers.Length; model++)
                if (sparsifiers[model] is { } sparsifier)
                    Observe(pass, part, model, sparsifier);
        }
    }

    public override void Complete(int pass)
    {
        foreach (var sparsifier in sparsifiers)
        {
            if (pass < sparsifier?.Passes)
                sparsifier.Complete(pass);
            sparsifier?.Restart();
        }
    }

    public void Merge(in PoolSlice slice, SignConsensus mix, Span<float> result)
    {
        for (int at = 0; at < slice.Length; at += block)
        {
            var part = slice.Part(at, Math.Min(block, slice.Length - at));
            for (int model = 0; model < sparsifiers.Length; model++)
            {
                var entries = _vectors[model].AsSpan(0, part.Length);
                TaskVectors.Subtract(part, model, entries);
                sparsifiers[model]?.Apply(entries, part.First);
                if (Scale(model) is var scale && scale != 1)
                    TensorPrimitives.Multiply(entries, scale, entries);
            }
            mix.Merge(part.Pretrained, _vectors, result.Slice(at, part.Length));
        }
    }

    private void Observe(int pass, in PoolSlice part, int model, Sparsifier sparsifier)
    {
        var entries = _vectors[model].AsSpan(0, part.Length);
        TaskVectors.Subtract(part, model, entries);
        if (pass < sparsifier.Passes)
            sparsifier.Observe(pass, entries);
        if (pass < _selecting)
            return;
        _norms[model].Before += FloatBlocks.AbsoluteSum(entries);
        sparsifier.Apply(entries, part.First);
        _norms[model].After += FloatBlocks.AbsoluteSum(entries);
    }

    private float Scale(int model) =>
        _norms[model] is var (before, after) && (before < SmallestNorm || after < SmallestNorm) ? 1 : (float)(before / after);
}
