using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Pools;

/// <summary>The keys and shapes on which all models of a pool agree.</summary>
public sealed class PoolLayout
{
    private readonly IReadOnlyList<IReadOnlyDictionary<string, TensorInfo>> _tensors;

    private PoolLayout(MergePool pool)
    {
        Pool = pool;
        _tensors = [.. pool.Inputs.Select(input => input.ByKey())];
        Tensors = [.. pool.Inputs[0].Tensors.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        Keys = pool.Inputs[0].StateDict.ToLookup(entry => entry.Tensor.Name, entry => entry.Key, StringComparer.Ordinal);
    }

    public MergePool Pool { get; }

    /// <summary>The base's tensors, or the first model's where there is no base; ordinal by name.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The state-dict keys under which each tensor stands, by the tensor's name.</summary>
    public ILookup<string, string> Keys { get; }

    public long Elements => Tensors.Sum(tensor => tensor.ElementCount);

    /// <summary>The tensor as one input stores it; its element type may differ from the base's, and so may its name where it is tied.</summary>
    /// <param name="input">0-based, the base first.</param>
    /// <param name="name">The tensor's name.</param>
    public TensorInfo TensorOf(int input, string name) => _tensors[input][name];

    /// <summary>The state-dict keys that are meant: named whole, or with * for any characters.</summary>
    /// <exception cref="MergeException">The models have no such key.</exception>
    public IReadOnlyList<string> KeysLike(string method, string parameter, IReadOnlyList<string> patterns)
    {
        string[] keys = [.. Tensors.SelectMany(tensor => Keys[tensor.Name])];
        return [.. patterns.SelectMany(Like).Distinct(StringComparer.Ordinal)];

        string[] Like(string pattern) => keys.Where(key => KeyPattern.Fits(pattern, key)).ToArray() is { Length: > 0 } like ? like
            : throw new MergeException($"{method}: {parameter} names '{pattern}', which the models do not have; take it out or correct it, with * for any characters.");
    }

    /// <summary>The names of the tensors that stand under such keys.</summary>
    /// <inheritdoc cref="KeysLike"/>
    public IReadOnlySet<string> TensorsOfKeys(string method, string parameter, IReadOnlyList<string> patterns)
    {
        var keys = KeysLike(method, parameter, patterns).ToHashSet(StringComparer.Ordinal);
        return Tensors.Select(tensor => tensor.Name).Where(name => Keys[name].Any(keys.Contains)).ToHashSet(StringComparer.Ordinal);
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
