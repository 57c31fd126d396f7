using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Merging;

/// <summary>A store that dies after so many writing steps: nothing that is tried later is done, as after a process is killed.</summary>
internal sealed class CrashingStore(IBlobStore store, int steps) : IBlobStore
{
    private int _stepsLeft = steps;

    public bool IsDead => Volatile.Read(ref _stepsLeft) < 0;

    public string Name => store.Name;

    public ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) => store.OpenReadAsync(path, cancellationToken);

    public async ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken)
    {
        Step();
        return new Writer(this, await store.OpenWriteAsync(path, mode, cancellationToken));
    }

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken) => store.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken) => store.ListAsync(folder, cancellationToken);

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        Step();
        return store.DeleteAsync(path, cancellationToken);
    }

    public ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) => store.TryLeaseAsync(path, cancellationToken);

    public Task EnsureWritableAsync(CancellationToken cancellationToken) => store.EnsureWritableAsync(cancellationToken);

    private void Step()
    {
        if (Interlocked.Decrement(ref _stepsLeft) < 0)
            throw new StorageException("The process was killed.");
    }

    private sealed class Writer(CrashingStore store, IBlobWriter writer) : IBlobWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            store.Step();
            return writer.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
        {
            store.Step();
            return writer.CommitAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
