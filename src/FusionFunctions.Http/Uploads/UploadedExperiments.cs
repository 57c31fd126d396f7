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
    /// Starts the file's run where it has none, or where the file was put there anew after the run had failed or was stopped. Other files are left alone.
    /// </summary>
    /// <returns>Why it cannot be run; null for one that can, and for other files.</returns>
    public async Task<string?> TakeAsync(BlobPath path, CancellationToken cancellationToken)
    {
        // Looked at before it is read: one that is replaced meanwhile is taken once more.
        if (!IsExperiment(path) || await store.FindAsync(path, cancellationToken) is not { } file)
            return null;
        try
        {
            await TakeAsync(file, ExperimentRun.Of(ExperimentReader.Read(await ReadAsync(path, cancellationToken), path.Name, folder, catalog)), cancellationToken);
            return null;
        }
        catch (ExperimentException e)
        {
            await UploadErrors.WriteRefusalAsync(store, path.Name, e.Message, cancellationToken);
            return e.Message;
        }
    }

    private async Task TakeAsync(BlobEntry file, ExperimentRun run, CancellationToken cancellationToken)
    {
        var marks = new UploadMarks(store);
        // The same file may be told of again and again; only another version of it asks once more.
        bool isNew = await marks.FindAsync(run.Name, file.Path.Name, cancellationToken) != file.Tag;
        var known = await runs.FindAsync(run.Name, cancellationToken);
        if (isNew && await BeginsAsync(known, run, cancellationToken))
        {
            await UploadErrors.DeleteAsync(store, file.Path.Name, cancellationToken);
            // First a mark, so that a run that fails at once tells of this file; with the version when the run goes on, so that none is lost.
            await marks.SetAsync(run.Name, file.Path.Name, "", cancellationToken);
            await runs.StartAsync(run, cancellationToken);
        }
        else if (known is { Phase: RunPhase.Failed })
            await UploadErrors.WriteFailureAsync(store, file.Path.Name, run.Name, known.Error ?? "", cancellationToken);
        // What was told of a run that is forgotten or goes on stays true.
        else if (known is { HasEnded: true } || (known is null && isNew))
            await UploadErrors.DeleteAsync(store, file.Path.Name, cancellationToken);
        if (isNew)
            await marks.SetAsync(run.Name, file.Path.Name, file.Tag, cancellationToken);
    }

    // A host forgets runs when its history is purged, but not what they made.
    private async Task<bool> BeginsAsync(RunInfo? known, ExperimentRun run, CancellationToken cancellationToken) => known is null
        ? await store.FindAsync(LeaderboardFile.Of(BlobLayout.Leaderboard(run.Experiment.Name, run.Name), "json"), cancellationToken) is null
        : known.Phase is RunPhase.Failed or RunPhase.Terminated;

    private async Task<byte[]> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        await using var reader = await store.OpenReadAsync(path, cancellationToken);
        // One byte more than allowed shows that there are too many.
        byte[] bytes = new byte[Math.Min(reader.Length, ExperimentReader.MaxBytes + 1)];
        await reader.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }
}
