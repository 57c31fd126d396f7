using Azure.Storage.Blobs.Specialized;

namespace FusionFunctions.Storage.Azure;

/// <summary>Uploads full blocks in the background, a bounded number at a time; waiting for a free place holds the writer back.</summary>
internal sealed class BlockUploads(BlockBlobClient blob, AzureTransfers transfers) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(transfers.Concurrency);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _ids = [];
    private readonly List<Task> _running = [];

    public Guid Writer { get; } = Guid.NewGuid();

    public int BlockBytes => transfers.BlockBytes;

    /// <summary>The blocks so far, in order.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Starts one block's upload and empties the buffer for the next. Throws what an earlier block failed with.</summary>
    public async Task AddAsync(BlockBuffer block, CancellationToken cancellationToken)
    {
        await ForgetFinishedAsync();
        await _places.WaitAsync(cancellationToken);
        string id = BlockId.Of(Writer, _ids.Count);
        _ids.Add(id);
        int count = block.Count;
        _running.Add(UploadAsync(id, block.Detach(), count));
    }

    /// <summary>Waits for all blocks.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => Task.WhenAll(_running).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _places.Dispose();
    }

    private async Task UploadAsync(string id, byte[] buffer, int count)
    {
        try
        {
            using var stream = new MemoryStream(buffer, 0, count, writable: false);
            await blob.StageBlockAsync(id, stream, options: null, _stop.Token);
        }
        finally
        {
            BlockBuffer.Return(buffer);
            _places.Release();
        }
    }

    private async Task ForgetFinishedAsync()
    {
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            if (!_running[i].IsCompleted)
                continue;
            await _running[i];
            _running.RemoveAt(i);
        }
    }
}
