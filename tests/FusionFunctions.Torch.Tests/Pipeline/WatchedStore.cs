using FusionFunctions.Storage;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>A store in which something happens as soon as a file has appeared.</summary>
internal sealed class WatchedStore(IBlobStore store, Action<string> appeared) : IBlobStore
{
    public string Name => store.Name;

    public ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) => store.OpenReadAsync(path, cancellationToken);

    public async ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken) =>
        new Writer(await store.OpenWriteAsync(path, mode, cancellationToken), () => appeared(path.Name));

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken) => store.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken) => store.ListAsync(folder, cancellationToken);

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken) => store.DeleteAsync(path, cancellationToken);

    public ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) => store.TryLeaseAsync(path, cancellationToken);

    public Task EnsureWritableAsync(CancellationToken cancellationToken) => store.EnsureWritableAsync(cancellationToken);

    private sealed class Writer(IBlobWriter writer, Action appeared) : IBlobWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => writer.WriteAsync(bytes, cancellationToken);

        public async ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
        {
            bool committed = await writer.CommitAsync(cancellationToken);
            appeared();
            return committed;
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
