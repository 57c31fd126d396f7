namespace FusionFunctions.LocalHost.Journals;

/// <summary>A journal that this process alone writes. The lock goes away with the process, however it ends.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly FileStream _lock;
    private readonly FileStream _stream;

    private JournalFile(string path, FileStream @lock, FileStream stream, Action<long>? written) =>
        (Path, _lock, _stream, Writer) = (path, @lock, stream, new(stream, path, written));

    public string Path { get; }

    public JournalWriter Writer { get; }

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

    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }

    private FileStream Rewound()
    {
        _stream.Position = 0;
        return _stream;
    }
}
