namespace FusionFunctions.Storage;

/// <summary>Random access to one blob. Safe for concurrent reads.</summary>
public interface IBlobReader : IAsyncDisposable
{
    /// <summary>Where the bytes come from, for messages: a file's path or a blob's address without any secret. Ends with the blob's name, and so with its extension.</summary>
    string Name { get; }

    /// <summary>Size in bytes.</summary>
    long Length { get; }

    /// <summary>Fills the whole buffer from <paramref name="offset"/>.</summary>
    /// <exception cref="StorageException">The range is not inside the blob, or reading failed.</exception>
    ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}
