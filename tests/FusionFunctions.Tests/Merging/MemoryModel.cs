using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>A model held in arrays, with as many tied keys for each tensor as a test wants.</summary>
internal sealed class MemoryModel(string name) : ITensorReader
{
    private readonly Dictionary<string, float[]> _values = [];
    private readonly List<TensorInfo> _tensors = [];
    private readonly List<StateDictEntry> _stateDict = [];
    private int _reads;

    public string Name => name;

    public IReadOnlyList<TensorInfo> Tensors => _tensors;

    public int Reads => _reads;

    public MergeInput Input => new(name, this, _stateDict);

    public MemoryModel With(string tensor, float[] values, long[]? shape = null, TensorDType dtype = TensorDType.F32, string[]? aliases = null)
    {
        var info = new TensorInfo(tensor, dtype, shape ?? [values.Length]);
        _values.Add(tensor, values);
        _tensors.Add(info);
        foreach (string key in aliases ?? [])
            _stateDict.Add(new(key, info));
        _stateDict.Add(new(tensor, info));
        return this;
    }

    public void Replace(string tensor, float[] values) => _values[tensor] = values;

    public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        _values[tensor.Name].AsMemory((int)firstElement, destination.Length).CopyTo(destination);
        return default;
    }

    public ValueTask DisposeAsync() => default;
}
