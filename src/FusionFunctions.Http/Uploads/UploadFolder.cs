using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Http.Uploads;

/// <summary>The store's <c>experiments/</c>, for hosts that look there again and again, one look at a time, or are told of its files.</summary>
/// <param name="store">Holds the folder.</param>
/// <param name="log">Told of files that cannot be run.</param>
public sealed class UploadFolder(IBlobStore store, ILogger log)
{
    private HashSet<(BlobPath Path, string Tag)> _seen = [], _unreadable = [];

    /// <summary>Takes what is new since the last look.</summary>
    /// <exception cref="StorageException">The folder cannot be listed.</exception>
    public async Task LookAsync(UploadedExperiments uploads, CancellationToken cancellationToken)
    {
        var versions = new List<(BlobPath Path, string Tag)>();
        await foreach (var entry in store.ListAsync(BlobLayout.Experiments, cancellationToken))
            if (UploadedExperiments.IsExperiment(entry.Path))
                versions.Add((entry.Path, entry.Tag));
        _seen = [.. versions.Where(_seen.Contains)];
        _unreadable = [.. versions.Where(_unreadable.Contains)];
        foreach (var version in versions.Where(version => !_seen.Contains(version)))
            await TakeAsync(uploads, version, cancellationToken);
    }

    /// <summary>Takes a file that the host is told of otherwise.</summary>
    /// <exception cref="StorageException">The file cannot be read now.</exception>
    public async Task TakeAsync(UploadedExperiments uploads, BlobPath path, CancellationToken cancellationToken)
    {
        if (await uploads.TakeAsync(path, cancellationToken) is { } refusal)
            log.Rejected(path.Value, refusal);
    }

    // A file that cannot be read now is tried again at each look, and keeps nobody from those behind it.
    private async Task TakeAsync(UploadedExperiments uploads, (BlobPath Path, string Tag) version, CancellationToken cancellationToken)
    {
        try
        {
            await TakeAsync(uploads, version.Path, cancellationToken);
            _seen.Add(version);
        }
        catch (StorageException e)
        {
            if (_unreadable.Add(version))
                log.Unreadable(version.Path.Value, e.Message);
        }
    }
}
