using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Http.Runs;
using FusionFunctions.Http.Uploads;
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
    private readonly UploadFolder _folder = new(store, log);

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
    public Task LookAsync(CancellationToken cancellationToken) => _folder.LookAsync(_uploads, cancellationToken);
}
