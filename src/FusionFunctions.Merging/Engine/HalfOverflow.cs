using System.Collections.Concurrent;
using System.Numerics.Tensors;
using FusionFunctions.Merging.Outputs;

namespace FusionFunctions.Merging.Engine;

/// <summary>Remembers which tensors of a result have elements that float16 cannot hold.</summary>
/// <param name="output">Is told of each once.</param>
internal sealed class HalfOverflow(IMergeOutput output)
{
    // The least number that is rounded to infinity.
    private const float Beyond = 65520;
    private readonly ConcurrentDictionary<string, bool> _tensors = new(StringComparer.Ordinal);

    /// <summary>Those that were looked at and those that an interrupted merge has left, ordinal.</summary>
    public IReadOnlyList<string> Tensors => [.. _tensors.Keys.Union(output.Overflowed, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public void Look(string tensor, ReadOnlySpan<float> elements)
    {
        if (!elements.IsEmpty && MathF.Abs(TensorPrimitives.MaxMagnitudeNumber(elements)) >= Beyond && _tensors.TryAdd(tensor, true))
            output.NoteOverflow(tensor);
    }
}
