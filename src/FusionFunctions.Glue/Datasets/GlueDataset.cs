using System.Runtime.CompilerServices;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;

namespace FusionFunctions.Glue.Datasets;

/// <summary>Reads a task's rows from a JSONL, parquet or TSV file with GLUE's field names, in file order.</summary>
public static class GlueDataset
{
    private static readonly string[] s_extensions = [".jsonl", ".parquet", ".tsv"];

    /// <param name="task">Which fields to expect.</param>
    /// <param name="file">Taken over, and closed at the end.</param>
    /// <param name="limit">Only the first so many rows; null means all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="GlueException">The file is not of a known kind, damaged, lacks a field, or has a label that the task does not have.</exception>
    public static IAsyncEnumerable<GlueRow> ReadAsync(GlueTask task, IBlobReader file, int? limit, CancellationToken cancellationToken) =>
        ReadPlacesAsync(task, file, limit, cancellationToken).Select(entry => entry.Row);

    /// <summary>The same, with the place of each row for messages.</summary>
    internal static async IAsyncEnumerable<(string Place, GlueRow Row)> ReadPlacesAsync(
        GlueTask task, IBlobReader file, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new BlobReaderStream(file);
        var format = Path.GetExtension(file.Name).ToLowerInvariant() switch
        {
            ".jsonl" => JsonLinesFile.ReadAsync(stream, file.Name, cancellationToken),
            ".parquet" => ParquetFile.ReadAsync(stream, file.Name, [.. task.Template.Fields], cancellationToken),
            ".tsv" => TsvFile.ReadAsync(stream, file.Name, cancellationToken),
            _ => throw new GlueException($"{file.Name}: data sets are read from {string.Join(", ", s_extensions)} files."),
        };
        if (limit == 0)
            yield break;
        int rows = 0;
        await foreach (var raw in format)
        {
            yield return (raw.Place, ToRow(task, raw));
            if (++rows == limit)
                yield break;
        }
        if (rows == 0)
            throw new GlueException($"{file.Name}: has no rows.");
    }

    private static GlueRow ToRow(GlueTask task, RawRow raw) => new(task.Template.Fill(name => Field(task, raw, name)), LabelText.Of(task, raw));

    private static string Field(GlueTask task, RawRow raw, string name) =>
        raw.Fields.TryGetValue(name, out string? text)
            ? text
            : throw new GlueException($"{raw.Place}: the field '{name}' is missing or not a text; rows of {task.Name} need {string.Join(", ", task.Template.Fields)} and label.");
}
