using System.Runtime.CompilerServices;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>A folder's files in memory, to be read at once and on the caller's thread.</summary>
internal sealed class MemoryStore(IReadOnlyDictionary<string, byte[]> files) : IBlobStore
{
    public string Name => "memory";

    public ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        files.TryGetValue(path.Value, out byte[]? bytes) ? new(new MemoryBlob(bytes, path.Value)) : throw new BlobNotFoundException(path, Name);

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken) =>
        new(files.TryGetValue(path.Value, out byte[]? bytes) ? new BlobEntry(path, bytes.Length, default, "") : null);

    public async IAsyncEnumerable<BlobEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            yield return new(BlobPath.Parse(name), bytes.Length, default, "");
        await Task.CompletedTask;
    }

    public ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) => throw ReadOnly();

    public Task EnsureWritableAsync(CancellationToken cancellationToken) => throw ReadOnly();

    private static InvalidOperationException ReadOnly() => new("Reading a model must not write.");
}
