using System.Net.Http.Headers;
using FusionFunctions.Checkpoints.Hub.Transport;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>What has arrived of one file: in the blob's writer, not yet visible, and in the digests.</summary>
internal sealed class DownloadSink(IBlobStore store, BlobPath target, string what) : IAsyncDisposable
{
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

    /// <summary>Starts from the front, forgetting what came before.</summary>
    public async Task BeginAsync(ExpectedContent expected, EntityTagHeaderValue? entity, CancellationToken cancellationToken)
    {
        await DisposeAsync();
        (Expected, _entity, Received) = (expected, entity, 0);
        _writer = await store.OpenWriteAsync(target, BlobWriteMode.Create, cancellationToken);
        _hash = new VerifyingHash(expected);
    }

    /// <exception cref="HubException">More than the declared size.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > Expected!.Size - Received)
            throw new HubException(HubFailure.Damaged, $"{what}: more bytes come than the {Expected.Size} that the hub declares.");
        _hash!.Append(bytes.Span);
        await _writer!.WriteAsync(bytes, cancellationToken);
        Received += bytes.Length;
        Furthest = Math.Max(Furthest, Received);
    }

    /// <exception cref="HubException">The digest is wrong; nothing becomes visible.</exception>
    public async Task<HubDownload> CommitAsync(CancellationToken cancellationToken)
    {
        string sha256 = _hash!.Finish(what);
        // Another process may have been first; then the same content is there already.
        await _writer!.CommitAsync(cancellationToken);
        return new(Received, sha256);
    }

    public async ValueTask DisposeAsync()
    {
        _hash?.Dispose();
        if (_writer is not null)
            await _writer.DisposeAsync();
        (_hash, _writer, Received) = (null, null, 0);
    }
}
