using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>Reads the <c>config.json</c> of a model whose weights are to be read as numbers.</summary>
public static class ConfigFile
{
    /// <param name="store">A user's folder, or our store.</param>
    /// <param name="folder">The folder in it; empty for the store itself.</param>
    /// <param name="name">For messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null where the folder has none.</returns>
    /// <exception cref="CheckpointException">Not a JSON object, or that of a quantized model.</exception>
    public static async Task<CheckpointConfig?> FindAsync(IBlobStore store, string folder, string name, CancellationToken cancellationToken)
    {
        var path = FolderPath.Join(folder, ModelFiles.Config);
        if (await store.FindAsync(path, cancellationToken) is null)
            return null;
        var config = CheckpointConfig.Parse(await store.ReadBytesAsync(path, CheckpointConfig.MaxBytes, cancellationToken), $"{name}/{ModelFiles.Config}");
        Quantization.Refuse(config);
        return config;
    }
}
