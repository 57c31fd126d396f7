using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>Writes by way of the system's page cache, where whoever reads the file next finds it.</summary>
/// <param name="file">Written by nobody else.</param>
/// <param name="length">Bytes that it has: the first one that is written follows them.</param>
internal sealed class CachedWrites(SafeFileHandle file, long length = 0) : IFileWrites
{
    private readonly AlignedWrites _writes = new(file, length);
    private readonly EarlyFlush _early = new(file, length);

    public bool HasFailed => _early.HasFailed;

    /// <summary>Completes before it returns, as <see cref="FileBlobReader.ReadAsync"/> does.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _writes.Append(bytes);
        _early.Advance(_writes.Written);
        return default;
    }

    public async ValueTask EndAsync()
    {
        _writes.End();
        await _early.EndAsync();
        RandomAccess.FlushToDisk(file);
    }

    public async ValueTask DisposeAsync()
    {
        await _early.EndAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writes.Dispose();
    }
}
