using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Uploads;

/// <summary>Which version of a file of <c>experiments/</c> asked for a run: its tag, or empty while the run is being started.</summary>
public sealed class UploadMarks(IBlobStore store)
{
    private const int MaxBytes = 1024;

    /// <returns>Null where the file never asked for the run.</returns>
    public async Task<string?> FindAsync(string run, string name, CancellationToken cancellationToken) =>
        await store.FindAsync(BlobLayout.RunUpload(run, name), cancellationToken) is { } mark ? await ReadAsync(mark, cancellationToken) : null;

    /// <param name="mark">One of <see cref="BlobLayout.RunUploads"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<string> ReadAsync(BlobEntry mark, CancellationToken cancellationToken) =>
        // What is no mark of ours is no file's version either.
        mark.Length is 0 or > MaxBytes ? "" : Encoding.UTF8.GetString(await store.ReadBytesAsync(mark.Path, MaxBytes, cancellationToken));

    public Task SetAsync(string run, string name, string tag, CancellationToken cancellationToken) =>
        store.WriteTextAsync(BlobLayout.RunUpload(run, name), tag, BlobWriteMode.Replace, cancellationToken);
}
