using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>An HF-style folder: config.json and one safetensors file or several shards with an index.</summary>
public sealed class CheckpointFolder : ITensorReader
{
    private readonly Dictionary<string, SafetensorsFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SafetensorsFile File, string Key)> _places = new(StringComparer.Ordinal);

    private CheckpointFolder(string name) => Name = name;

    public string Name { get; }

    /// <summary>Null where the folder has no config.json; then no tensors are taken as tied.</summary>
    public CheckpointConfig? Config { get; private set; }

    public IReadOnlyList<TensorInfo> Tensors { get; private set; } = [];

    /// <summary>Every key of the model's state dict, tied ones included, ordinal by key.</summary>
    public IReadOnlyList<StateDictEntry> StateDict { get; private set; } = [];

    /// <param name="store">A user's folder, or our store.</param>
    /// <param name="folder">The folder in it; empty for the store itself.</param>
    /// <param name="name">For messages.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="CheckpointException">No checkpoint there, or a damaged one.</exception>
    public static async Task<CheckpointFolder> OpenAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var result = new CheckpointFolder(name);
        try
        {
            await result.ReadConfigAsync(store, folder, cancellationToken);
            await result.OpenFilesAsync(store, folder, cancellationToken);
            await result.ResolveTiesAsync(cancellationToken);
            return result;
        }
        catch
        {
            await result.DisposeAsync();
            throw;
        }
    }

    public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
    {
        var (file, key) = _places[tensor.Name];
        return file.ReadAsync(key, firstElement, destination, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
            await file.DisposeAsync();
    }

    private async Task ReadConfigAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        var path = FolderPath.Join(folder, "config.json");
        if (await store.FindAsync(path, cancellationToken) is not null)
            Config = CheckpointConfig.Parse(await store.ReadBytesAsync(path, CheckpointConfig.MaxBytes, cancellationToken), $"{Name}/config.json");
    }

    private async Task OpenFilesAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        var weights = await WeightFiles.FindAsync(store, folder, Name, cancellationToken);
        if (weights.IsPickle)
            throw new CheckpointException($"{Name}: has only {WeightFiles.Pickle}, which this version does not read; save the model as safetensors.");
        foreach (string file in weights.Files)
        {
            try
            {
                _files[file] = await SafetensorsFile.OpenAsync(await store.OpenReadAsync(FolderPath.Join(folder, file), cancellationToken), cancellationToken);
            }
            catch (BlobNotFoundException e)
            {
                throw new CheckpointException($"{Name}: the shard '{file}', which {weights.Index} names, is missing. Download it again.", e);
            }
            foreach (var tensor in _files[file].Tensors)
                if (!_places.TryAdd(tensor.Name, (_files[file], tensor.Name)))
                    throw new CheckpointException($"{Name}: tensor '{Printable.Text(tensor.Name)}' stands in two shards. Download or save the model again.");
        }
        foreach (var (tensor, file) in weights.Expected ?? new Dictionary<string, string>())
            if (!_files[file].Contains(tensor))
                throw new CheckpointException($"{Name}: {weights.Index} says that '{file}' holds tensor '{Printable.Text(tensor)}', but it does not. Download the model again.");
    }

    private async Task ResolveTiesAsync(CancellationToken cancellationToken)
    {
        var stored = _files.Values.SelectMany(file => file.Tensors).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var ties = TiedTensors.Of(Config);
        foreach (var (alias, canonical) in ties.OrderBy(tie => tie.Key, StringComparer.Ordinal))
        {
            if (!stored.Remove(alias, out var copy))
                continue;
            if (stored.TryGetValue(canonical, out var original))
                await TiedCopies.RequireEqualAsync(Name, _places[canonical], original, _places[alias], copy, cancellationToken);
            else
                Rename(stored, copy, alias, canonical);
        }
        Tensors = [.. stored.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        var aliases = ties.Where(tie => stored.ContainsKey(tie.Value)).Select(tie => new StateDictEntry(tie.Key, stored[tie.Value]));
        StateDict = [.. Tensors.Select(tensor => new StateDictEntry(tensor.Name, tensor)).Concat(aliases).OrderBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    private void Rename(Dictionary<string, TensorInfo> stored, TensorInfo copy, string alias, string canonical)
    {
        stored[canonical] = copy with { Name = canonical };
        _places[canonical] = _places[alias];
    }
}
