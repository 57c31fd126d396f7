using FusionFunctions.Storage.Directories;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>Adds events behind those that were read.</summary>
/// <param name="written">See <see cref="LocalHostOptions.JournalWritten"/>.</param>
internal sealed class JournalWriter(FileStream stream, string path, Action<long>? written)
{
    private readonly List<byte[]> _unwritten = [];
    private string _check = JournalLine.FirstCheck;

    /// <summary>How many events are in the journal, with those not yet on disk.</summary>
    public long Count { get; private set; }

    /// <summary>Goes on behind the last line of a reader that has read them all.</summary>
    public void ContinueAfter(JournalReader reader) => (Count, _check, stream.Position) = (reader.Line, reader.Check, reader.Offset);

    /// <summary>Adds an event; <see cref="Flush"/> makes it last.</summary>
    /// <returns>Its line.</returns>
    public long Append(JournalEvent journalEvent)
    {
        (byte[] line, _check) = JournalLine.Write(journalEvent, _check);
        if (line.Length > JournalLine.MaxBytes)
            throw new JournalException($"An event for the journal '{path}' has {line.Length} bytes; the limit is {JournalLine.MaxBytes}.");
        _unwritten.Add(line);
        return ++Count;
    }

    /// <summary>On return all events are on disk.</summary>
    public void Flush()
    {
        byte[][] lines = [.. _unwritten];
        _unwritten.Clear();
        if (written is null)
            Write(lines);
        else
            WriteOneByOne(lines, written);
    }

    private void WriteOneByOne(byte[][] lines, Action<long> written)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            Write(lines.AsSpan(i, 1));
            written(Count - lines.Length + i + 1);
        }
    }

    private void Write(ReadOnlySpan<byte[]> lines)
    {
        if (lines.IsEmpty)
            return;
        try
        {
            foreach (byte[] line in lines)
                stream.Write(line);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
            throw new JournalException($"The journal '{path}' cannot be written: {e.Message} Free some space, then run again to continue.", e);
        }
    }
}
