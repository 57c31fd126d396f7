using System.Runtime.CompilerServices;
using System.Text;

namespace FusionFunctions.Glue.Datasets;

/// <summary>Lines of a UTF-8 text, none of them without bound.</summary>
internal static class BoundedLines
{
    private const int MaxCharacters = 1 << 20;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Number (from 1) and text of every line that is not blank.</returns>
    public static async IAsyncEnumerable<(int Number, string Text)> ReadAsync(
        Stream stream, string fileName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, s_strict, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        char[] buffer = new char[8192];
        var line = new StringBuilder();
        int number = 1;
        while (await Fill(reader, buffer, fileName, cancellationToken) is var count && count > 0)
        {
            for (int i = 0; i < count; i++)
            {
                if (buffer[i] != '\n')
                {
                    if (line.Length == MaxCharacters)
                        throw new GlueException($"{fileName}:{number}: the line is longer than {MaxCharacters} characters; write one row a line.");
                    line.Append(buffer[i]);
                    continue;
                }
                if (Take(line) is { } text)
                    yield return (number, text);
                number++;
            }
        }
        if (Take(line) is { } last)
            yield return (number, last);
    }

    private static async ValueTask<int> Fill(StreamReader reader, char[] buffer, string fileName, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(buffer, cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw new GlueException($"{fileName}: is not UTF-8 text; save it as UTF-8.", e);
        }
    }

    private static string? Take(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] == '\r')
            line.Length--;
        string text = line.ToString();
        line.Clear();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
