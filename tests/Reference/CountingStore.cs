using System.Runtime.CompilerServices;
using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Reference;

/// <summary>Counts what a store would ask of Azure Blob Storage, one block for every 8 MiB.</summary>
internal sealed class CountingStore(IBlobStore store) : IBlobStore
{
    private const long BlockBytes = 8 << 20;
    private long _reads, _writes, _lists, _deletes;

    public (long Reads, long Writes, long Lists, long Deletes) Calls => (_reads, _writes, _lists, _deletes);

    public string Name => store.Name;

    public async ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        Read(1);
        return new Reader(this, await store.OpenReadAsync(path, cancellationToken));
    }

    public async ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken) =>
        new Writer(this, await store.OpenWriteAsync(path, mode, cancellationToken), mode);

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken)
    {
        Read(1);
        return store.FindAsync(path, cancellationToken);
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        await foreach (var entry in store.ListAsync(folder, cancellationToken))
            yield return entry;
    }

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _deletes);
        return store.DeleteAsync(path, cancellationToken);
    }

    public ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) => store.TryLeaseAsync(path, cancellationToken);

    public Task EnsureWritableAsync(CancellationToken cancellationToken) => store.EnsureWritableAsync(cancellationToken);

    private void Read(long count) => Interlocked.Add(ref _reads, count);

    private static long Blocks(long bytes) => (bytes + BlockBytes - 1) / BlockBytes;

    private sealed class Reader(CountingStore counts, IBlobReader reader) : IBlobReader
    {
        public string Name => reader.Name;

        public long Length => reader.Length;

        public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            counts.Read(Blocks(buffer.Length));
            return reader.ReadAsync(offset, buffer, cancellationToken);
        }

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }

    private sealed class Writer(CountingStore counts, IBlobWriter writer, BlobWriteMode mode) : IBlobWriter
    {
        private long _bytes;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            _bytes += bytes.Length;
            return writer.WriteAsync(bytes, cancellationToken);
        }

        // What replaces a blob and fits one block is one request; otherwise the blocks, then their list.
        public ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
        {
            long blocks = Blocks(_bytes);
            Interlocked.Add(ref counts._writes, mode == BlobWriteMode.Replace && blocks <= 1 ? 1 : blocks + 1);
            return writer.CommitAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
