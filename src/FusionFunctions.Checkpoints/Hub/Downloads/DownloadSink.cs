using System.Net.Http.Headers;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Hub.Transport;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>
/// What has arrived of one file: in the blob's writer, not yet visible, and in the digests. Of a large file, a store that can keeps it when the sink ends early.
/// </summary>
internal sealed class DownloadSink(IBlobStore store, BlobPath target, string what) : IAsyncDisposable
{
    // Smaller files come again in a moment.
    private const long LeastToKeep = 16L << 20;

    private IBlobWriter? _writer;
    private VerifyingHash? _hash;
    private EntityTagHeaderValue? _entity;

    public ExpectedContent? Expected { get; private set; }

    public long Received { get; private set; }

    /// <summary>The most that any try brought, over all starts from the front.</summary>
    public long Furthest { get; private set; }

    /// <summary>Whether every byte is here, be it that the answer's end was lost.</summary>
    public bool IsComplete => _writer is not null && Received == Expected!.Size;

    /// <summary>The range that is still missing; null where everything is.</summary>
    public RequestRange? Rest => Received > 0 ? new(Received, _entity) : null;

    /// <summary>Whether some of it was there before.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Takes up what a download that ended early has left, if anything. Its bytes pass through the digests as those that arrive do.</summary>
    public async Task ResumeAsync(ExpectedContent expected, CancellationToken cancellationToken)
    {
        if (Resumable(expected) is not { } resumable || await resumable.TryResumeAsync(target, expected.Sha256!, expected.Size, cancellationToken) is not { } writer)
            return;
        (Expected, _writer, _hash) = (expected, writer, new VerifyingHash(expected));
        try
        {
            await _hash.AppendAsync(writer.Kept, target: null, cancellationToken);
            (Received, Furthest, IsResumed) = (writer.Kept.Length, writer.Kept.Length, true);
        }
        catch (StorageException)
        {
            // It is worth a download at most.
            writer.Forget();
            await DisposeAsync();
        }
    }

    /// <summary>Takes note of the entity that the rest is of, where what came before told none.</summary>
    public void Continue(EntityTagHeaderValue? entity) => _entity ??= entity;

    /// <summary>Starts from the front, forgetting what came before.</summary>
    public async Task BeginAsync(ExpectedContent expected, EntityTagHeaderValue? entity, CancellationToken cancellationToken)
    {
        await DisposeAsync();
        (Expected, _entity) = (expected, entity);
        IBlobWriter? keeping = Resumable(expected) is { } resumable ? await resumable.TryBeginAsync(target, expected.Sha256!, cancellationToken) : null;
        _writer = keeping ?? await store.OpenWriteAsync(target, BlobWriteMode.Create, cancellationToken);
        _hash = new VerifyingHash(expected);
    }

    /// <exception cref="HubException">More than the declared size.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > Expected!.Size - Received)
        {
            Forget();
            throw new HubException(HubFailure.Damaged, $"{what}: more bytes come than the {Expected.Size} that the hub declares.");
        }
        _hash!.Append(bytes.Span);
        await _writer!.WriteAsync(bytes, cancellationToken);
        Received += bytes.Length;
        Furthest = Math.Max(Furthest, Received);
    }

    /// <exception cref="HubException">The digest is wrong; nothing becomes visible.</exception>
    public async Task<HubDownload> CommitAsync(CancellationToken cancellationToken)
    {
        string sha256 = Proven();
        // Another process may have been first; then the same content is there already.
        await _writer!.CommitAsync(cancellationToken);
        return new(Received, sha256);
    }

    public async ValueTask DisposeAsync()
    {
        _hash?.Dispose();
        if (_writer is not null)
            await _writer.DisposeAsync();
        (_hash, _writer, Received, IsResumed) = (null, null, 0, false);
    }

    private string Proven()
    {
        try
        {
            return _hash!.Finish(what);
        }
        catch (HubException)
        {
            Forget();
            throw;
        }
    }

    // What the hub says of other things speaks against no byte that is here.
    private void Forget() => (_writer as IResumableWriter)?.Forget();

    private IResumableStore? Resumable(ExpectedContent expected) =>
        expected is { Sha256: { } sha256, Size: >= LeastToKeep } && HexDigest.IsSha256(sha256) ? store as IResumableStore : null;
}
