using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FusionFunctions.Merging.Outputs;

namespace FusionFunctions.Merging.Engine;

/// <summary>
/// Writes what an output receives, in the order in which it was handed over, on a thread of its own: those of the pool have something to compute, and a disk that
/// is ready would wait until one of them has done that.
/// </summary>
internal sealed class OutputLine(IMergeOutput output) : IAsyncDisposable
{
    private readonly BlockingCollection<Item> _items = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>To be called by one at a time.</summary>
    /// <param name="elements">Consecutive parts of the output, which stay as they are until the task is complete.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>Completes when they are written; fails where these or any before them could not be.</returns>
    public Task WriteAsync(IReadOnlyList<ReadOnlyMemory<float>> elements, CancellationToken cancellationToken)
    {
        var item = new Item(elements, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        _items.Add(item, CancellationToken.None);
        if (ReferenceEquals(_writing, Task.CompletedTask))
            _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return item.Written.Task;
    }

    /// <summary>Waits for all that was handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.CompleteAdding();
        await _writing;
        _items.Dispose();
    }

    private void WriteAll()
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var item in _items.GetConsumingEnumerable(CancellationToken.None))
        {
            try
            {
                failure?.Throw();
                foreach (var elements in item.Elements)
                    output.WriteAsync(elements, item.CancellationToken).GetAwaiter().GetResult();
                item.Written.SetResult();
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                item.Written.SetException(e);
            }
        }
    }

    private sealed record Item(IReadOnlyList<ReadOnlyMemory<float>> Elements, TaskCompletionSource Written, CancellationToken CancellationToken);
}
