using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Pipeline.Uploads;
using FusionFunctions.Storage;

namespace FusionFunctions.Http.Uploads;

/// <summary>
/// Runs files of the store's <c>experiments/</c>, each content once; what is no experiment, or whose run fails, gets a file beside it that says why.
/// </summary>
/// <param name="store">Holds the folder.</param>
/// <param name="runs">Receives the runs.</param>
/// <param name="catalog">The names that experiments may use.</param>
/// <param name="folder">Where relative paths start; null refuses local paths.</param>
public sealed class UploadedExperiments(IBlobStore store, IExperimentRuns runs, ExperimentCatalog catalog, string? folder = null)
{
    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether a blob is meant as an experiment: right in the folder, and YAML or JSON by its name.</summary>
    public static bool IsExperiment(BlobPath path) =>
        path.Value == $"{BlobLayout.Experiments}/{path.Name}" && s_extensions.Contains(Path.GetExtension(path.Name));

    /// <summary>
    /// Starts the file's run where it has none, or where the file was put there after the run had failed or was stopped. Other files are left alone.
    /// </summary>
    /// <returns>Why it cannot be run; null for one that can, and for other files.</returns>
    public async Task<string?> TakeAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (!IsExperiment(path))
            return null;
        try
        {
            var run = ExperimentRun.Of(ExperimentReader.Read(await ReadAsync(path, cancellationToken), path.Name, folder, catalog));
            await TakeAsync(path, run, cancellationToken);
            return null;
        }
        catch (ExperimentException e)
        {
            await UploadErrors.WriteRefusalAsync(store, path.Name, e.Message, cancellationToken);
            return e.Message;
        }
    }

    private async Task TakeAsync(BlobPath path, ExperimentRun run, CancellationToken cancellationToken)
    {
        // First, so that a run that ends meanwhile tells of this file as well.
        await store.WriteTextAsync(BlobLayout.RunUpload(run.Name, path.Name), "", BlobWriteMode.Replace, cancellationToken);
        var known = await runs.FindAsync(run.Name, cancellationToken);
        bool starts = known is null ? !await HasLeaderboardAsync(run, cancellationToken) : await BeginsAnewAsync(known, path, cancellationToken);
        if (!starts && known is { Phase: RunPhase.Failed, Error: var reason })
        {
            await UploadErrors.WriteFailureAsync(store, path.Name, run.Name, reason ?? "", cancellationToken);
            return;
        }
        await UploadErrors.DeleteAsync(store, path.Name, cancellationToken);
        if (starts)
            await runs.StartAsync(run, cancellationToken);
    }

    // A host forgets runs when its history is purged, but not what they made.
    private async Task<bool> HasLeaderboardAsync(ExperimentRun run, CancellationToken cancellationToken) =>
        await store.FindAsync(LeaderboardFile.Of(BlobLayout.Leaderboard(run.Experiment.Name, run.Name), "json"), cancellationToken) is not null;

    // The same file may be told of again and again; only one that is newer than the end asks once more.
    private async Task<bool> BeginsAnewAsync(RunInfo known, BlobPath path, CancellationToken cancellationToken) =>
        known.Phase is RunPhase.Failed or RunPhase.Terminated && await store.FindAsync(path, cancellationToken) is { } file && file.LastModified > known.Ended;

    private async Task<byte[]> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        await using var reader = await store.OpenReadAsync(path, cancellationToken);
        // One byte more than allowed shows that there are too many.
        byte[] bytes = new byte[Math.Min(reader.Length, ExperimentReader.MaxBytes + 1)];
        await reader.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }
}
