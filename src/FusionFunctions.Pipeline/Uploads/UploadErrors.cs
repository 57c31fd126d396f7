using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Uploads;

/// <summary>The file beside an uploaded experiment that says why there is no leaderboard.</summary>
public static class UploadErrors
{
    /// <summary>The file is no experiment.</summary>
    public static Task WriteRefusalAsync(IBlobStore store, string name, string reason, CancellationToken cancellationToken) =>
        WriteAsync(store, name, $"# {name} cannot be run\n\n{reason}\n", cancellationToken);

    /// <summary>The run that the file asked for has failed.</summary>
    public static Task WriteFailureAsync(IBlobStore store, string name, string run, string reason, CancellationToken cancellationToken) => WriteAsync(
        store, name, $"# The run of {name} failed\n\n{reason}\n\nThe run is `{run}`. Put the file here again to begin it anew; what was made already is found.\n", cancellationToken);

    public static async Task DeleteAsync(IBlobStore store, string name, CancellationToken cancellationToken) =>
        await store.DeleteAsync(BlobLayout.UploadErrors(name), cancellationToken);

    private static Task<bool> WriteAsync(IBlobStore store, string name, string text, CancellationToken cancellationToken) =>
        store.WriteTextAsync(BlobLayout.UploadErrors(name), text, BlobWriteMode.Replace, cancellationToken);
}
