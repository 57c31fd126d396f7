using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>An HF-style folder: config.json and the weights, safetensors or PyTorch pickles, in one file or in shards with an index.</summary>
public sealed class CheckpointFolder : ITensorReader
{
    private readonly StoredTensors _stored;
    private readonly StateDictLayout _layout;

    private CheckpointFolder(string name, CheckpointConfig? config, StoredTensors stored, StateDictLayout layout)
    {
        (Name, Config, _stored, _layout) = (name, config, stored, layout);
        Tensors = layout.Tensors;
        StateDict = layout.StateDict(Tensors);
    }

    public string Name { get; }

    /// <summary>Null where the folder has no config.json; then only tensors that a file stores as one are taken as tied.</summary>
    public CheckpointConfig? Config { get; }

    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>Every key of the model's state dict, tied ones included, ordinal by key.</summary>
    public IReadOnlyList<StateDictEntry> StateDict { get; }

    /// <param name="store">A user's folder, or our store.</param>
    /// <param name="folder">The folder in it; empty for the store itself.</param>
    /// <param name="name">For messages.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="CheckpointException">No checkpoint there, or a damaged or quantized one.</exception>
    public static async Task<CheckpointFolder> OpenAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var config = await ConfigFile.FindAsync(store, folder, name, cancellationToken);
        var stored = await StoredTensors.OpenAsync(store, folder, name, cancellationToken);
        try
        {
            Quantization.Refuse(stored.Tensors.Values.Select(tensor => tensor.Info), name);
            return new(name, config, stored, await StateDictLayout.OfAsync(stored, config, name, cancellationToken));
        }
        catch
        {
            await stored.DisposeAsync();
            throw;
        }
    }

    public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
    {
        var place = _layout.Places[tensor.Name];
        return place.File.ReadAsync(place.Info.Name, place.Info.DType, firstElement, destination, cancellationToken);
    }

    public ValueTask ReadStoredAsync(TensorInfo tensor, long firstElement, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var place = _layout.Places[tensor.Name];
        return place.File.ReadBytesAsync(place.Info.Name, firstElement * place.Info.DType.Size(), destination, cancellationToken);
    }

    public ValueTask DisposeAsync() => _stored.DisposeAsync();
}
