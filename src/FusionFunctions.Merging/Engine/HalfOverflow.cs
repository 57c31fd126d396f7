using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace FusionFunctions.Merging.Engine;

/// <summary>Remembers which tensors of a result have elements that float16 cannot hold.</summary>
internal sealed class HalfOverflow
{
    // The least number that is rounded to infinity.
    private const float Beyond = 65520;
    private readonly ConcurrentDictionary<string, bool> _tensors = new(StringComparer.Ordinal);

    /// <summary>Ordinal.</summary>
    public IReadOnlyList<string> Tensors => [.. _tensors.Keys.Order(StringComparer.Ordinal)];

    public void Look(string tensor, ReadOnlySpan<float> elements)
    {
        if (!elements.IsEmpty && MathF.Abs(TensorPrimitives.MaxMagnitudeNumber(elements)) >= Beyond)
            _tensors[tensor] = true;
    }
}
