namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>How the bytes of a new file get to the disk, from front to back, for one caller.</summary>
internal interface IFileWrites : IAsyncDisposable
{
    /// <summary>Takes the bytes; the buffer may be used again when it is done.</summary>
    ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Whether the disk has refused some of it; known for sure when it is disposed.</summary>
    bool HasFailed { get; }

    /// <summary>All bytes are on the disk when it is done. Nothing may be appended after it.</summary>
    ValueTask EndAsync();
}
