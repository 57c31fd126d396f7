using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Which tensors make up the vector that TIES trims, and how often each stands in it.</summary>
internal sealed class TaskVectorScope
{
    private readonly Dictionary<string, int> _weights;
    private readonly IReadOnlyList<TensorInfo> _tensors;

    private TaskVectorScope(IReadOnlyList<TensorInfo> tensors, Func<TensorInfo, int> weight, bool onlyChanged)
    {
        _tensors = tensors;
        _weights = tensors.ToDictionary(tensor => tensor.Name, weight, StringComparer.Ordinal);
        IsOfChanged = onlyChanged;
    }

    /// <summary>Whether tensors that no model has changed take no part.</summary>
    public bool IsOfChanged { get; }

    /// <summary>Entries of the vector, repetitions counted.</summary>
    public long Length => _tensors.Sum(tensor => checked(tensor.ElementCount * _weights[tensor.Name]));

    /// <summary>The vector over the whole model. Removed keys and booleans take no part.</summary>
    public static TaskVectorScope Of(string trimScope, PoolLayout layout, IReadOnlyList<string> removedKeys) => new(
        layout.Tensors,
        tensor => Math.Min(KeysOf(tensor, layout, removedKeys), trimScope == TrimScope.UniqueParams ? 1 : int.MaxValue),
        trimScope == TrimScope.ChangedTensors);

    /// <summary>The vector of a single tensor.</summary>
    public static TaskVectorScope Of(TensorInfo tensor, PoolLayout layout, IReadOnlyList<string> removedKeys) =>
        new([tensor], tensor => Math.Min(1, KeysOf(tensor, layout, removedKeys)), onlyChanged: false);

    /// <summary>How often the tensor stands in the vector; 0 where it takes no part.</summary>
    public int Weight(TensorInfo tensor) => _weights[tensor.Name];

    /// <summary>Told once which tensors have an entry that is not zero; takes the others out where the scope says so.</summary>
    /// <returns>How many entries, all of them zero, were taken out.</returns>
    public long Settle(IReadOnlySet<string> changed)
    {
        long before = Length;
        if (IsOfChanged)
            foreach (var tensor in _tensors.Where(tensor => !changed.Contains(tensor.Name)))
                _weights[tensor.Name] = 0;
        return before - Length;
    }

    private static int KeysOf(TensorInfo tensor, PoolLayout layout, IReadOnlyList<string> removedKeys) =>
        tensor.DType == TensorDType.BOOL ? 0 : layout.Keys[tensor.Name].Except(removedKeys, StringComparer.Ordinal).Count();
}
