using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Which tensors make up the vector that TIES trims, and how often each stands in it.</summary>
internal sealed class TaskVectorScope
{
    private readonly Dictionary<string, int> _weights;

    private TaskVectorScope(PoolLayout layout, Dictionary<string, int> weights)
    {
        _weights = weights;
        Length = layout.Tensors.Sum(tensor => checked(tensor.ElementCount * weights[tensor.Name]));
    }

    /// <summary>Entries of the vector, repetitions counted.</summary>
    public long Length { get; }

    /// <summary>
    /// FusionBench's vector: the whole state dict but the removed keys. A tied tensor stands in it once for each of its keys,
    /// T5's embedding three times.
    /// </summary>
    /// <exception cref="MergeException">A removed key does not exist.</exception>
    public static TaskVectorScope StateDict(PoolLayout layout, IReadOnlyList<string> removedKeys)
    {
        var keys = layout.Tensors.SelectMany(tensor => layout.Keys[tensor.Name]).ToHashSet(StringComparer.Ordinal);
        if (removedKeys.FirstOrDefault(key => !keys.Contains(key)) is { } unknown)
            throw new MergeException($"ties_merging: remove_keys names '{unknown}', which the models do not have; take it out or correct it.");
        return new(layout, layout.Tensors.ToDictionary(
            tensor => tensor.Name,
            tensor => tensor.DType == TensorDType.BOOL ? 0 : layout.Keys[tensor.Name].Except(removedKeys, StringComparer.Ordinal).Count(),
            StringComparer.Ordinal));
    }

    /// <summary>How often the tensor stands in the vector; 0 where it takes no part.</summary>
    public int Weight(TensorInfo tensor) => _weights[tensor.Name];
}
