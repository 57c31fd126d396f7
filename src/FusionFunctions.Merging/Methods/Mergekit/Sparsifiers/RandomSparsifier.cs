using FusionFunctions.Merging.Methods.Dare;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Keeps each entry with the same probability.</summary>
internal sealed class RandomSparsifier(ulong key, double density) : Sparsifier
{
    public override void Apply(Span<float> entries, long first)
    {
        for (int i = 0; i < entries.Length; i++)
            if (SeededUniform.At(key, first + i) >= density)
                Drop(ref entries[i]);
    }
}
