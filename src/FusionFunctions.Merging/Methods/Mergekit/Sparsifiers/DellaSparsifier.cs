using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Selection;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Keeps each entry with a probability that rises with its rank in its row, from density − ε to density + ε. Blocks are rows.</summary>
internal sealed class DellaSparsifier(ulong key, double density, double epsilon) : Sparsifier
{
    public override void Apply(Span<float> entries, long first)
    {
        ulong[] order = new ulong[entries.Length];
        // Sorted by magnitude, then by place.
        for (int i = 0; i < order.Length; i++)
            order[i] = ((ulong)Magnitude.Of(entries[i]) << 32) | (uint)i;
        Array.Sort(order);
        for (int rank = 0; rank < order.Length; rank++)
        {
            int i = (int)(uint)order[rank];
            // An only entry is neither the smallest nor the largest.
            double relative = order.Length == 1 ? 0.5 : rank / (double)(order.Length - 1);
            if (SeededUniform.At(key, first + i) >= density - epsilon + (relative * 2 * epsilon))
                Drop(ref entries[i]);
        }
    }
}
