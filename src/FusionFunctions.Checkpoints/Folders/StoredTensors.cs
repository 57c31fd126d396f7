using FusionFunctions.Checkpoints.Pickles;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>The tensors of a folder's weight files, as they are stored.</summary>
internal sealed class StoredTensors : IAsyncDisposable
{
    private readonly Dictionary<string, ITensorFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    /// <summary>Names that a file stores as one tensor.</summary>
    public IEnumerable<IReadOnlyList<string>> Shared => _files.Values.SelectMany(file => file.Shared);

    /// <exception cref="CheckpointException">No weights there, or damaged ones.</exception>
    public static async Task<StoredTensors> OpenAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var result = new StoredTensors();
        try
        {
            var weights = await WeightFiles.FindAsync(store, folder, name, cancellationToken)
                ?? throw await WeightFiles.MissingAsync(store, folder, name, cancellationToken);
            foreach (string file in weights.Files)
                result.Add(file, await OpenFileAsync(store, folder, file, name, weights, cancellationToken), name);
            result.RequireExpected(weights, name);
            return result;
        }
        catch
        {
            await result.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
            await file.DisposeAsync();
    }

    private static async Task<ITensorFile> OpenFileAsync(
        IBlobStore store, string folder, string file, string name, WeightFiles weights, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await store.OpenReadAsync(FolderPath.Join(folder, file), cancellationToken);
            return weights.IsPickle
                ? await PickleFile.OpenAsync(reader, cancellationToken)
                : await SafetensorsFile.OpenAsync(reader, cancellationToken);
        }
        catch (BlobNotFoundException e)
        {
            throw new CheckpointException($"{name}: the shard '{file}', which {weights.Index} names, is missing. Download it again.", e);
        }
    }

    private void Add(string fileName, ITensorFile file, string name)
    {
        _files.Add(fileName, file);
        foreach (var tensor in file.Tensors)
            if (!_tensors.TryAdd(tensor.Name, new(file, tensor)))
                throw new CheckpointException(
                    $"{name}: tensor '{Printable.Text(tensor.Name)}' stands in two shards. Download or save the model again.");
    }

    private void RequireExpected(WeightFiles weights, string name)
    {
        foreach (var (tensor, file) in weights.Expected ?? new Dictionary<string, string>())
            if (!_tensors.TryGetValue(tensor, out var stored) || stored.File != _files[file])
                throw new CheckpointException(
                    $"{name}: {weights.Index} says that '{file}' holds tensor '{Printable.Text(tensor)}', but it does not. Download the model again.");
    }
}

/// <param name="File">The file that holds it.</param>
/// <param name="Info">Its name is the one in the file.</param>
internal sealed record StoredTensor(ITensorFile File, TensorInfo Info);
