using System.Numerics;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Keeps each entry with the same probability.</summary>
internal sealed class RandomSparsifier(ulong key, double density) : Sparsifier
{
    private readonly long _densitySteps = SeededUniform.StepsTo(density);

    public override void Apply(Span<float> entries, long first)
    {
        for (int at = 0; at < entries.Length; at += Lanes.Count)
        {
            var kept = ~SeededUniform.Reaches(key, first + at, _densitySteps).As<int, float>() & Vector<float>.One;
            // As one that is dropped by itself: a NaN shows in the result.
            Lanes.Store(Lanes.Load(entries, at) * kept, entries, at);
        }
    }
}
