using System.Numerics.Tensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Engine;

/// <summary>Remembers which input tensors hold a NaN or an infinity.</summary>
internal sealed class NonFiniteWatch(MergePool pool)
{
    private readonly HashSet<(string Tensor, int Input)> _found = [];

    /// <summary>In the order of the tensors, then of the pool; how tensors were cut into slices does not show.</summary>
    public IReadOnlyList<NonFiniteTensor> Found =>
        [.. _found.OrderBy(found => found.Tensor, StringComparer.Ordinal).ThenBy(found => found.Input).Select(found => Named(found.Tensor, found.Input))];

    public static bool Any(ReadOnlySpan<float> elements) => !TensorPrimitives.IsFiniteAll(elements);

    public void Note(TensorInfo tensor, ReadOnlySpan<bool> nonFiniteInputs)
    {
        for (int input = 0; input < nonFiniteInputs.Length; input++)
            if (nonFiniteInputs[input])
                _found.Add((tensor.Name, input));
    }

    private NonFiniteTensor Named(string tensor, int input) => new(pool.Inputs[input].Name, tensor);
}
