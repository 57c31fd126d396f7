using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>One layer's keys and values of all positions so far.</summary>
internal sealed class AttentionCache : IDisposable
{
    private Tensor? _keys;
    private Tensor? _values;

    /// <summary>Adds positions at the end.</summary>
    /// <returns>All of them, owned by the cache.</returns>
    public (Tensor Keys, Tensor Values) Append(Tensor keys, Tensor values)
    {
        var (allKeys, allValues) = _keys is null ? (keys.alias(), values.alias()) : (cat([_keys, keys], 2), cat([_values!, values], 2));
        Dispose();
        // Detached from the step's dispose scope: the next step still needs them.
        (_keys, _values) = (allKeys.DetachFromDisposeScope(), allValues.DetachFromDisposeScope());
        return (_keys, _values);
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _values?.Dispose();
        (_keys, _values) = (null, null);
    }
}
