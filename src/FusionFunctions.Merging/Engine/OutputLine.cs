using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FusionFunctions.Merging.Outputs;

namespace FusionFunctions.Merging.Engine;

/// <summary>
/// Writes what outputs receive, in the order in which it was handed over, on a thread of its own: those of the pool have something to compute, and a disk that
/// is ready would wait until one of them has done that.
/// </summary>
internal sealed class OutputLine : IAsyncDisposable
{
    private readonly BlockingCollection<Item> _items = [];
    private readonly Lazy<Task> _writing;

    public OutputLine() => _writing = new(() => Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <param name="output">To be handed over by one at a time.</param>
    /// <param name="parts">Consecutive, of its elements, which stay as they are until the task is complete.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>Completes when they are written; fails where these or any before them could not be.</returns>
    public Task WriteAsync(IMergeOutput output, IReadOnlyList<ResultPart> parts, CancellationToken cancellationToken)
    {
        var item = new Item(output, parts, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        _items.Add(item, CancellationToken.None);
        _ = _writing.Value;
        return item.Written.Task;
    }

    /// <summary>Waits for all that was handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.CompleteAdding();
        if (_writing.IsValueCreated)
            await _writing.Value;
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
                foreach (var part in item.Parts)
                    part.WriteAsync(item.Output, item.CancellationToken).GetAwaiter().GetResult();
                item.Written.SetResult();
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                item.Written.SetException(e);
            }
        }
    }

    private sealed record Item(IMergeOutput Output, IReadOnlyList<ResultPart> Parts, TaskCompletionSource Written, CancellationToken CancellationToken);
}
