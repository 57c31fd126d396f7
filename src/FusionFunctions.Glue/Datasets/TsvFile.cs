using System.Runtime.CompilerServices;

namespace FusionFunctions.Glue.Datasets;

/// <summary>Tab-separated values under a header row; no quoting, as in GLUE's own TSV files.</summary>
internal static class TsvFile
{
    public static async IAsyncEnumerable<RawRow> ReadAsync(Stream stream, string fileName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[]? header = null;
        await foreach (var (number, text) in BoundedLines.ReadAsync(stream, fileName, cancellationToken))
        {
            string[] cells = text.Split('\t');
            if (header is null)
                header = Checked($"{fileName}:{number}", cells);
            else
                yield return Row($"{fileName}:{number}", header, cells);
        }
    }

    private static string[] Checked(string place, string[] header)
    {
        if (!header.Contains("label"))
            throw new GlueException($"{place}: the header has no column 'label'; the first line must name the columns as GLUE does.");
        if (header.CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Value: > 1, Key: var twice })
            throw new GlueException($"{place}: the header names the column '{twice}' twice; remove one of them.");
        return header;
    }

    private static RawRow Row(string place, string[] header, string[] cells)
    {
        if (cells.Length != header.Length)
            throw new GlueException($"{place}: has {cells.Length} columns where the header has {header.Length}; tabs separate columns and must not stand in a text.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < header.Length; i++)
            fields[header[i]] = cells[i];
        return new(place, fields, fields["label"]);
    }
}
