using System.Text.Json;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>Reads events one after the other and verifies each. What follows the last line feed is a torn write and no event.</summary>
internal sealed class JournalReader(Stream stream, string path)
{
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Where the line read last ends, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>The check of the line read last.</summary>
    public string Check { get; private set; } = JournalLine.FirstCheck;

    /// <returns>Null at the end.</returns>
    /// <exception cref="JournalException">A line is damaged or of another version.</exception>
    public JournalEvent? Read()
    {
        int length = NextLineLength();
        if (length < 0)
            return null;
        var (journalEvent, check) = Parse(_buffer.AsSpan(_start, length));
        (Check, _start) = (check, _start + length + 1);
        (Line, Offset) = (Line + 1, Offset + length + 1);
        return journalEvent;
    }

    private (JournalEvent Event, string Check) Parse(Span<byte> line)
    {
        try
        {
            return JournalLine.Read(line, Check) ?? throw Damaged("is not as it was written");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new JournalException(
                $"The journal '{path}' was written by another version of this program (line {Line + 1}: {e.Message}). " +
                "Continue with that version, or delete the journal to start the run anew.", e);
        }
    }

    private int NextLineLength()
    {
        for (int searched = 0; ;)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return searched + found;
            searched = _end - _start;
            if (searched >= JournalLine.MaxBytes)
                throw Damaged($"is longer than {JournalLine.MaxBytes} bytes");
            if (!Fill())
                return -1;
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    private JournalException Damaged(string how) => new(
        $"The journal '{path}' is damaged: line {Line + 1} {how}. Restore the file, or cut it before that line to continue from there; " +
        "deleting it starts the run anew.");
}
