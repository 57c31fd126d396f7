using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Http.Runs;
using FusionFunctions.Http.Uploads;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Cli.Serve;

/// <summary>Looks again and again at the store's <c>experiments/</c> and runs what is put there.</summary>
/// <param name="store">Holds the folder.</param>
/// <param name="runs">Receives the runs.</param>
/// <param name="catalog">The names that experiments may use.</param>
/// <param name="folder">Where relative paths start; null refuses local paths.</param>
/// <param name="log">Told of files that cannot be run.</param>
internal sealed class ExperimentWatcher(IBlobStore store, IExperimentRuns runs, ExperimentCatalog catalog, string? folder, ILogger log)
{
    private readonly UploadedExperiments _uploads = new(store, runs, catalog, folder);
    private HashSet<(BlobPath Path, string Tag)> _seen = [], _unreadable = [];

    public async Task WatchAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (StorageException e)
            {
                Failure.Print(e.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(interval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes what is new since the last look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var versions = new List<(BlobPath Path, string Tag)>();
        await foreach (var entry in store.ListAsync(BlobLayout.Experiments, cancellationToken))
            if (UploadedExperiments.IsExperiment(entry.Path))
                versions.Add((entry.Path, entry.Tag));
        _seen = [.. versions.Where(_seen.Contains)];
        _unreadable = [.. versions.Where(_unreadable.Contains)];
        foreach (var version in versions.Where(version => !_seen.Contains(version)))
            await TakeAsync(version, cancellationToken);
    }

    // A file that cannot be read now is tried again at each look, and keeps nobody from those behind it.
    private async Task TakeAsync((BlobPath Path, string Tag) version, CancellationToken cancellationToken)
    {
        try
        {
            if (await _uploads.TakeAsync(version.Path, cancellationToken) is { } refusal)
                log.Rejected(version.Path.Value, refusal);
            _seen.Add(version);
        }
        catch (StorageException e)
        {
            if (_unreadable.Add(version))
                log.Unreadable(version.Path.Value, e.Message);
        }
    }
}
