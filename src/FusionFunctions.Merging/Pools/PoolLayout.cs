using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Pools;

/// <summary>The keys and shapes on which all models of a pool agree.</summary>
public sealed class PoolLayout
{
    private readonly IReadOnlyList<Dictionary<string, TensorInfo>> _tensors;

    private PoolLayout(MergePool pool)
    {
        Pool = pool;
        _tensors = [.. pool.Inputs.Select(input => input.Tensors.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal))];
        Tensors = [.. pool.Inputs[0].Tensors.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        Keys = pool.Inputs[0].StateDict.ToLookup(entry => entry.Tensor.Name, entry => entry.Key, StringComparer.Ordinal);
    }

    public MergePool Pool { get; }

    /// <summary>The base's tensors, or the first model's where there is no base; ordinal by name.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The state-dict keys under which each tensor stands, by the tensor's name.</summary>
    public ILookup<string, string> Keys { get; }

    public long Elements => Tensors.Sum(tensor => tensor.ElementCount);

    /// <summary>The tensor as one input stores it; its element type may differ from the base's.</summary>
    /// <param name="input">0-based, the base first.</param>
    /// <param name="name">The tensor's name.</param>
    public TensorInfo TensorOf(int input, string name) => _tensors[input][name];

    /// <summary>The names of the tensors that stand under these state-dict keys.</summary>
    /// <exception cref="MergeException">A key does not exist.</exception>
    public IReadOnlySet<string> TensorsOfKeys(string method, string parameter, IReadOnlyList<string> keys)
    {
        var tensors = Tensors.SelectMany(tensor => Keys[tensor.Name].Select(key => (key, tensor.Name)))
            .ToDictionary(entry => entry.key, entry => entry.Name, StringComparer.Ordinal);
        return keys
            .Select(key => tensors.TryGetValue(key, out string? tensor) ? tensor
                : throw new MergeException($"{method}: {parameter} names '{key}', which the models do not have; take it out or correct it."))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <exception cref="MergeException">The pool is empty, or its models are not of one architecture.</exception>
    public static PoolLayout Of(MergePool pool)
    {
        if (pool.Models.Count == 0)
            throw new MergeException("The model pool has no models to merge; add at least one besides _pretrained_.");
        var first = pool.Inputs[0];
        if (first.Tensors.Tensors.Count == 0)
            throw new MergeException($"Model '{first.Name}' ({first.Tensors.Name}) has no tensors. Is it the right file?");
        foreach (var other in pool.Inputs.Skip(1))
            PoolAgreement.Require(first, other);
        return new(pool);
    }
}
