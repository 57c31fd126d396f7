using System.Runtime.CompilerServices;
using FusionFunctions.Storage;
using Parquet;
using Parquet.Schema;

namespace FusionFunctions.Glue.Datasets;

/// <summary>The hub's parquet files: text columns and an integer or float32 label.</summary>
internal static class ParquetFile
{
    private const int MaxRows = 10_000_000;
    private static readonly TimeSpan s_openTimeout = TimeSpan.FromMinutes(1);

    public static async IAsyncEnumerable<RawRow> ReadAsync(
        Stream stream, string fileName, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await Guard(fileName, () => OpenAsync(stream, cancellationToken));
        var columns = await Guard(fileName, () => Task.FromResult(TopLevelColumns(reader.Schema)));
        int row = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = await Guard(fileName, () => Task.FromResult(reader.OpenRowGroupReader(i)));
            var (texts, labels) = await Guard(fileName, () => ReadGroupAsync(group, columns, fileName, fields, cancellationToken));
            for (int j = 0; j < group.RowCount; j++)
                yield return Row($"{fileName}, row {++row}", texts, labels[j], j);
        }
    }

    // Some damaged footers send the library into an endless loop that no token reaches: give up on it rather than wait for ever.
    private static Task<ParquetReader> OpenAsync(Stream stream, CancellationToken cancellationToken) =>
        Task.Run(() => ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken), cancellationToken).WaitAsync(s_openTimeout, cancellationToken);

    private static async Task<(Dictionary<string, string?[]> Texts, object?[] Labels)> ReadGroupAsync(
        ParquetRowGroupReader group, Dictionary<string, DataField> columns, string fileName, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        if (group.RowCount is < 0 or > MaxRows)
            throw new GlueException($"{fileName}: a row group claims {group.RowCount} rows; at most {MaxRows} are accepted.");
        var texts = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        foreach (string field in fields)
        {
            texts[field] = new string?[group.RowCount];
            await group.ReadAsync(TextColumn(columns, field, fileName), texts[field].AsMemory()!, cancellationToken: cancellationToken);
        }
        return (texts, await ReadLabelsAsync(group, columns, fileName, cancellationToken));
    }

    private static async Task<object?[]> ReadLabelsAsync(
        ParquetRowGroupReader group, Dictionary<string, DataField> columns, string fileName, CancellationToken cancellationToken)
    {
        if (!columns.TryGetValue("label", out var column))
            throw Missing(fileName, "label", columns);
        if (column.ClrType == typeof(float))
            return [.. (await ReadNumbersAsync<float>(group, column, cancellationToken)).Select(label => (object?)(double?)label)];
        if (column.ClrType == typeof(double))
            return [.. (await ReadNumbersAsync<double>(group, column, cancellationToken)).Select(label => (object?)label)];
        if (column.ClrType == typeof(int))
            return [.. (await ReadNumbersAsync<int>(group, column, cancellationToken)).Select(label => (object?)(double?)label)];
        if (column.ClrType == typeof(long))
            return [.. (await ReadNumbersAsync<long>(group, column, cancellationToken)).Select(label => (object?)(double?)label)];
        throw new GlueException($"{fileName}: the column 'label' has type {column.ClrType.Name}; expected is an integer or a float.");
    }

    private static async Task<T?[]> ReadNumbersAsync<T>(ParquetRowGroupReader group, DataField column, CancellationToken cancellationToken)
        where T : struct
    {
        var nullable = new T?[group.RowCount];
        if (column.IsNullable)
        {
            await group.ReadAsync(column, nullable.AsMemory(), cancellationToken: cancellationToken);
            return nullable;
        }
        var values = new T[group.RowCount];
        await group.ReadAsync(column, values.AsMemory(), cancellationToken: cancellationToken);
        return [.. values.Select(value => (T?)value)];
    }

    // A null is left out, so that it reads as a missing field.
    private static RawRow Row(string place, Dictionary<string, string?[]> texts, object? label, int row) =>
        new(place, texts.Where(column => column.Value[row] is not null).ToDictionary(column => column.Key, column => column.Value[row]!), label);

    // Columns inside lists and structs may share their names; no GLUE field is one of them.
    private static Dictionary<string, DataField> TopLevelColumns(ParquetSchema schema) =>
        schema.Fields.OfType<DataField>().DistinctBy(column => column.Name).ToDictionary(column => column.Name, StringComparer.Ordinal);

    private static DataField TextColumn(Dictionary<string, DataField> columns, string name, string fileName)
    {
        if (!columns.TryGetValue(name, out var column))
            throw Missing(fileName, name, columns);
        return column.ClrType == typeof(ReadOnlyMemory<char>) || column.ClrType == typeof(string)
            ? column
            : throw new GlueException($"{fileName}: the column '{name}' has type {column.ClrType.Name}; expected is text.");
    }

    private static GlueException Missing(string fileName, string column, Dictionary<string, DataField> columns) =>
        new($"{fileName}: the column '{column}' is missing; there are {string.Join(", ", columns.Keys)}.");

    // The library throws whatever a damaged file makes it stumble over.
    private static async Task<T> Guard<T>(string fileName, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not (GlueException or StorageException or OperationCanceledException))
        {
            throw new GlueException($"{fileName}: not a readable parquet file: {e.Message} Fetch or write it again.", e);
        }
    }
}
