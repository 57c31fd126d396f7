using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>
/// Which keys of the state dict are one tensor: those that the architecture ties or, where it is unknown, those that a file stores as one.
/// </summary>
internal sealed class StateDictLayout
{
    private readonly Dictionary<string, StoredTensor> _places;
    private readonly SortedDictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private StateDictLayout(IReadOnlyDictionary<string, StoredTensor> stored) => _places = new(stored, StringComparer.Ordinal);

    /// <summary>Every tensor once, under its canonical name, ordinal.</summary>
    public IReadOnlyList<TensorInfo> Tensors =>
        [.. _places.Select(place => place.Value.Info with { Name = place.Key }).OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];

    /// <summary>Where each of them is stored.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Places => _places;

    /// <exception cref="CheckpointException">Two different tensors where the architecture has one.</exception>
    public static async Task<StateDictLayout> OfAsync(
        StoredTensors stored, CheckpointConfig? config, string name, CancellationToken cancellationToken)
    {
        var layout = new StateDictLayout(stored.Tensors);
        var ties = TiedTensors.Of(config);
        foreach (var (alias, canonical) in ties.OrderBy(tie => tie.Key, StringComparer.Ordinal))
            await layout.TieAsync(alias, canonical, name, cancellationToken);
        // Where the architecture is known it decides alone: a file may share what only happens to be equal.
        if (ties.Count == 0)
            foreach (var names in stored.Shared)
                layout.Share([.. names.OrderBy(OutputLayers.Has).ThenBy(name => !TiedTensors.IsShared(name)).ThenBy(name => name, StringComparer.Ordinal)]);
        return layout;
    }

    public IReadOnlyList<StateDictEntry> StateDict(IReadOnlyList<TensorInfo> tensors)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var aliases = _aliases.Where(tie => byName.ContainsKey(tie.Value)).Select(tie => new StateDictEntry(tie.Key, byName[tie.Value]));
        var entries = tensors.Select(tensor => new StateDictEntry(tensor.Name, tensor)).Concat(aliases);
        return [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    private async Task TieAsync(string alias, string canonical, string name, CancellationToken cancellationToken)
    {
        _aliases.Add(alias, canonical);
        if (!_places.Remove(alias, out var copy))
            return;
        if (_places.TryGetValue(canonical, out var original))
            await TiedCopies.RequireEqualAsync(name, original, copy, cancellationToken);
        else
            _places.Add(canonical, copy);
    }

    private void Share(string[] names)
    {
        foreach (string alias in names.Skip(1))
        {
            _places.Remove(alias);
            _aliases.Add(alias, names[0]);
        }
    }
}
