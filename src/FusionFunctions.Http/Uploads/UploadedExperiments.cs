using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Http.Uploads;

/// <summary>
/// Runs files of the store's <c>experiments/</c>, each content once; what is no experiment gets a file beside it that says why.
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

    /// <summary>Starts the file's run unless there is or was one; leaves other files alone.</summary>
    /// <returns>Why it cannot be run; null for one that can, and for other files.</returns>
    public async Task<string?> TakeAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (!IsExperiment(path))
            return null;
        var errors = BlobPath.Parse($"{BlobLayout.Experiments}/{Path.GetFileNameWithoutExtension(path.Name)}.errors.md");
        try
        {
            var experiment = ExperimentReader.Read(await ReadAsync(path, cancellationToken), path.Name, folder, catalog);
            await store.DeleteAsync(errors, cancellationToken);
            var run = ExperimentRun.Of(experiment);
            if (await runs.FindAsync(run.Name, cancellationToken) is null)
                await runs.StartAsync(run, cancellationToken);
            return null;
        }
        catch (ExperimentException e)
        {
            await store.WriteTextAsync(errors, $"# {path.Name} cannot be run\n\n{e.Message}\n", BlobWriteMode.Replace, cancellationToken);
            return e.Message;
        }
    }

    private async Task<byte[]> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        await using var reader = await store.OpenReadAsync(path, cancellationToken);
        // One byte more than allowed shows that there are too many.
        byte[] bytes = new byte[Math.Min(reader.Length, ExperimentReader.MaxBytes + 1)];
        await reader.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }
}
