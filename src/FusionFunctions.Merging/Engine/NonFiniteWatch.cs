using System.Numerics.Tensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Engine;

/// <summary>Remembers, and tells once, which input tensors hold a NaN or an infinity.</summary>
internal sealed class NonFiniteWatch(MergePool pool, Action<NonFiniteTensor>? tell)
{
    private readonly HashSet<NonFiniteTensor> _known = [];
    private readonly List<NonFiniteTensor> _found = [];

    public IReadOnlyList<NonFiniteTensor> Found => _found;

    public static bool Any(ReadOnlySpan<float> elements) => !TensorPrimitives.IsFiniteAll(elements);

    public void Note(TensorInfo tensor, ReadOnlySpan<bool> nonFiniteInputs)
    {
        for (int input = 0; input < nonFiniteInputs.Length; input++)
        {
            if (!nonFiniteInputs[input])
                continue;
            var found = new NonFiniteTensor(pool.Inputs[input].Name, tensor.Name);
            if (!_known.Add(found))
                continue;
            _found.Add(found);
            tell?.Invoke(found);
        }
    }
}
