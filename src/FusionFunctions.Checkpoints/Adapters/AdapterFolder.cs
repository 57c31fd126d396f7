using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Pickles;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>An open PEFT folder with a LoRA adapter: adapter_config.json and adapter_model.safetensors or .bin.</summary>
public sealed class AdapterFolder : IAsyncDisposable
{
    private const int MaxConfigBytes = 1 << 20;

    private AdapterFolder(string name, AdapterConfig config, ITensorFile file, IReadOnlyList<LoraPair> pairs) =>
        (Name, Config, File, Pairs) = (name, config, file, pairs);

    public string Name { get; }

    /// <summary>The base that the adapter says it was trained on, such as <c>google/flan-t5-base</c>; null where it does not say.</summary>
    public string? BaseModel => Config.BaseModel;

    internal AdapterConfig Config { get; }

    internal ITensorFile File { get; }

    internal IReadOnlyList<LoraPair> Pairs { get; }

    /// <param name="store">A user's folder, or our store.</param>
    /// <param name="folder">The folder in it; empty for the store itself.</param>
    /// <param name="name">For messages.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="CheckpointException">No adapter there, a damaged one, or one of another kind.</exception>
    public static async Task<AdapterFolder> OpenAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        if (!await AdapterFiles.ExistAsync(store, folder, cancellationToken))
            throw new CheckpointException($"{name}: no adapter there: {ModelFiles.AdapterConfig} was not found. Give the folder that holds the adapter's files.");
        byte[] json = await store.ReadBytesAsync(FolderPath.Join(folder, ModelFiles.AdapterConfig), MaxConfigBytes, cancellationToken);
        var config = AdapterConfigReader.Read(json, $"{name}/{ModelFiles.AdapterConfig}");
        string weights = await AdapterFiles.WeightsAsync(store, folder, name, cancellationToken);
        var reader = await store.OpenReadAsync(FolderPath.Join(folder, weights), cancellationToken);
        ITensorFile file = weights == ModelFiles.AdapterPickle
            ? await PickleFile.OpenAsync(reader, cancellationToken)
            : await SafetensorsFile.OpenAsync(reader, cancellationToken);
        try
        {
            return new(name, config, file, AdapterPairs.Of(file, config, name));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => File.DisposeAsync();
}
