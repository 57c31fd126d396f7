using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// The model that a LoRA adapter makes of its base, W + scaling · B·A in float32, computed while it is read. It is what PEFT's merge_and_unload
/// makes of a float32 base, up to the order in which a matrix library adds the r products of an element; slicing never changes a bit.
/// Besides slices it holds the factors of the few modules that were read last.
/// </summary>
public sealed class MergedAdapterReader : IUpdatedTensors
{
    private readonly ITensorReader _base;
    private readonly CheckpointConfig? _config;
    private readonly AdapterFolder _adapter;
    private readonly Dictionary<string, LoraPair> _pairs = new(StringComparer.Ordinal);
    private readonly LoadedFactors _loaded;

    private MergedAdapterReader(CheckpointFolder @base, AdapterFolder adapter) =>
        (_base, _config, StateDict, _adapter, _loaded) = (@base, @base.Config, @base.StateDict, adapter, new(adapter, IsTransposed));

    public string Name => $"{_adapter.Name} on {_base.Name}";

    /// <summary>The base's, with their element types.</summary>
    public IReadOnlyList<TensorInfo> Tensors => _base.Tensors;

    /// <summary>The base's keys.</summary>
    public IReadOnlyList<StateDictEntry> StateDict { get; }

    /// <summary>What is merged into the base.</summary>
    public AdapterFolder Adapter => _adapter;

    /// <summary>Names of the tensors that the adapter changes, ordinal.</summary>
    public IReadOnlyList<string> ChangedTensors => [.. _pairs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Takes over the adapter. The base stays the caller's, since several adapters may share it; keep it open as long as this.</summary>
    /// <exception cref="CheckpointException">The adapter was made for another base.</exception>
    public static MergedAdapterReader Create(CheckpointFolder @base, AdapterFolder adapter)
    {
        var result = new MergedAdapterReader(@base, adapter);
        var weights = @base.StateDict.ToDictionary(entry => entry.Key, entry => entry.Tensor, StringComparer.Ordinal);
        foreach (var pair in adapter.Pairs)
            result.Add(pair, weights.GetValueOrDefault($"{pair.Module}.weight"));
        result.RequireAllTargets(weights);
        return result;
    }

    public async ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
    {
        await _base.ReadAsync(tensor, firstElement, destination, cancellationToken);
        await UpdateAsync(tensor, firstElement, destination, destination, cancellationToken);
    }

    public ITensorReader BasisOf(TensorInfo tensor) => _base.SourceOf(tensor);

    public async ValueTask UpdateAsync(
        TensorInfo tensor, long firstElement, ReadOnlyMemory<float> basis, Memory<float> destination, CancellationToken cancellationToken)
    {
        if (_pairs.TryGetValue(tensor.Name, out var pair))
        {
            using var loaded = await _loaded.GetAsync(pair, cancellationToken);
            loaded.Factors.Update(firstElement, basis.Span, destination.Span);
        }
        else
            basis.CopyTo(destination);
    }

    /// <summary>The base's, where the adapter changes nothing.</summary>
    public ITensorReader SourceOf(TensorInfo tensor) => _pairs.ContainsKey(tensor.Name) ? this : _base.SourceOf(tensor);

    public ValueTask DisposeAsync()
    {
        _loaded.Dispose();
        return _adapter.DisposeAsync();
    }

    private void Add(LoraPair pair, TensorInfo? weight)
    {
        string module = Printable.Text(pair.Module);
        if (weight is null)
            throw Unfit($"'{Printable.Text(pair.A.Name)}' fits no weight of it: it has no '{module}.weight'");
        if (!weight.DType.IsFloat() || !pair.Fits(weight, IsTransposed(pair)))
            throw Unfit(
                $"its '{module}.weight' is {AdapterPairs.Text(weight)}, but lora_A is {AdapterPairs.Text(pair.A)} and lora_B is {AdapterPairs.Text(pair.B)}");
        if (!_pairs.TryAdd(weight.Name, pair))
            throw Unfit($"two modules of the adapter change '{Printable.Text(weight.Name)}', which is one tensor there");
    }

    // Without a config the flag is all there is.
    private bool IsTransposed(LoraPair pair) => Conv1DLayers.Has(_config, pair.Module) ?? _adapter.Config.FanInFanOut;

    /// <summary>An adapter that was cut short would otherwise pass for one that changes less.</summary>
    private void RequireAllTargets(Dictionary<string, TensorInfo> weights)
    {
        const string suffix = ".weight";
        if (!_adapter.Config.Targets.IsKnown || !_adapter.Config.Targets.IsComplete)
            return;
        var changed = _adapter.Pairs.Select(pair => pair.Module).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, weight) in weights)
            if (key.EndsWith(suffix, StringComparison.Ordinal) && weight.Shape.Count == 2 && key[..^suffix.Length] is var module
                && _adapter.Config.Targets.Contains(module) && !changed.Contains(module))
                throw Unfit($"target_modules in {ModelFiles.AdapterConfig} names '{Printable.Text(module)}', but the adapter has no factors for it");
    }

    private CheckpointException Unfit(string reason)
    {
        string name = _adapter.BaseModel is { Length: > 0 } model ? $", {Printable.Text(model)}" : "";
        return new($"The adapter {_adapter.Name} does not fit the base {_base.Name}: {reason}. Give the base that it was trained on{name}.");
    }
}
