using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Uploads;

/// <summary>Which version of a file of <c>experiments/</c> asked for a run: its tag, or empty while the run is being started.</summary>
public sealed class UploadMarks(IBlobStore store)
{
    private const int MaxBytes = 1024;

    /// <returns>Null where the file never asked for the run.</returns>
    public async Task<string?> FindAsync(string run, string name, CancellationToken cancellationToken)
    {
        var path = BlobLayout.RunUpload(run, name);
        if (await store.FindAsync(path, cancellationToken) is not { } mark)
            return null;
        // What is no mark of ours is no file's version either.
        return mark.Length is 0 or > MaxBytes ? "" : Encoding.UTF8.GetString(await store.ReadBytesAsync(path, MaxBytes, cancellationToken));
    }

    public Task SetAsync(string run, string name, string tag, CancellationToken cancellationToken) =>
        store.WriteTextAsync(BlobLayout.RunUpload(run, name), tag, BlobWriteMode.Replace, cancellationToken);
}
