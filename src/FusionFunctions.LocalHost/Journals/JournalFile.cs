namespace FusionFunctions.LocalHost.Journals;

/// <summary>A journal that this process alone writes. The lock goes away with the process, however it ends.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly FileStream _lock;
    private readonly FileStream _stream;
    private readonly Action<long>? _written;
    private readonly List<byte[]> _unwritten = [];

    private JournalFile(string path, FileStream @lock, FileStream stream, Action<long>? written) =>
        (Path, _lock, _stream, _written) = (path, @lock, stream, written);

    public string Path { get; }

    /// <summary>How many events are in the journal, with those not yet on disk.</summary>
    public long Count { get; private set; }

    private string Check { get; set; } = JournalLine.FirstCheck;

    public static string PathIn(string folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "journal.jsonl");

    /// <exception cref="JournalException">Another process has it, or it cannot be opened.</exception>
    public static JournalFile Open(string folder, Action<long>? written)
    {
        string path = PathIn(folder);
        FileStream? @lock = null;
        try
        {
            Directory.CreateDirectory(folder);
            @lock = JournalLock.Take(System.IO.Path.ChangeExtension(path, ".lock"));
            return new(path, @lock, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0), written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            @lock?.Dispose();
            throw new JournalException($"The journal '{path}' cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Reads the whole journal and cuts off a torn last line.</summary>
    public JournalScan Scan()
    {
        var scan = JournalScan.Of(Rewound(), Path);
        if (_stream.Length > scan.Length)
            _stream.SetLength(scan.Length);
        return scan;
    }

    /// <summary>Forgets everything.</summary>
    public JournalScan Clear()
    {
        _stream.SetLength(0);
        return Scan();
    }

    public JournalReader Read() => new(Rewound(), Path);

    /// <summary>Goes on behind the last line of a reader that has read them all.</summary>
    public void ContinueAfter(JournalReader reader) => (Count, Check, _stream.Position) = (reader.Line, reader.Check, reader.Offset);

    /// <summary>Adds an event; <see cref="Flush"/> makes it last.</summary>
    public long Append(JournalEvent journalEvent)
    {
        (byte[] line, Check) = JournalLine.Write(journalEvent, Check);
        if (line.Length > JournalLine.MaxBytes)
            throw new JournalException($"An event for the journal '{Path}' has {line.Length} bytes; the limit is {JournalLine.MaxBytes}.");
        _unwritten.Add(line);
        return ++Count;
    }

    /// <summary>On return all events are on disk.</summary>
    public void Flush()
    {
        byte[][] lines = [.. _unwritten];
        _unwritten.Clear();
        if (_written is null)
            Write(lines);
        else
            WriteOneByOne(lines, _written);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
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
                _stream.Write(line);
            _stream.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw new JournalException($"The journal '{Path}' cannot be written: {e.Message} Free some space, then run again to continue.", e);
        }
    }

    private FileStream Rewound()
    {
        _stream.Position = 0;
        return _stream;
    }
}
