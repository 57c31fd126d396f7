using System.Text;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Merging;

namespace FusionFunctions.Cli.Run;

/// <summary>Reads the user's experiment file with everything that this build knows.</summary>
internal static class ExperimentFile
{
    private const int MaxBytes = 1 << 20;

    private static readonly ExperimentCatalog Catalog =
        new(MergeMethods.Descriptions, KnownModelPools.All, KnownTaskPools.All, [.. GlueTasks.All.Select(task => task.Name)]);

    /// <exception cref="ExperimentException">The file is missing, or not an experiment.</exception>
    public static Experiment Read(string path, IReadOnlyList<string> overrides, int? limit)
    {
        var experiment = ExperimentReader.Read(Text(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!, Catalog, overrides);
        return limit is { } rows ? experiment.WithLimit(rows) : experiment;
    }

    private static string Text(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes)
                throw new ExperimentException($"{path}: has {file.Length} bytes; an experiment file has at most {MaxBytes}. Is it the right file?");
            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ExperimentException($"{path}: there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException($"{path}: cannot be read: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ExperimentException($"{path}: is not a text in UTF-8. Is it the right file?", e);
        }
    }
}
