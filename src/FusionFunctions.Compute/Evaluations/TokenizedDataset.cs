using FusionFunctions.Glue.Datasets;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>A data set's rows as tokens. They are read and tokenized in the background, ahead of the models that answer them.</summary>
internal sealed class TokenizedDataset : IDisposable
{
    /// <summary>Waiting shards look again after so many rows.</summary>
    private const int Stride = 64;

    private readonly Lock _lock = new();
    private readonly List<Example> _examples = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private TaskCompletionSource _changed = NewSource();

    /// <param name="rows">In file order; read to its end even where nobody waits.</param>
    /// <param name="encode">From a prompt to tokens.</param>
    public TokenizedDataset(Func<CancellationToken, IAsyncEnumerable<GlueRow>> rows, Func<string, int[]> encode) =>
        _reading = Task.Run(() => ReadAsync(rows(_closing.Token), encode));

    /// <summary>Whether it could not be read to its end.</summary>
    public bool HasFailed => _reading is { IsCompleted: true, IsCompletedSuccessfully: false };

    /// <summary>Waits for no more rows than are asked for.</summary>
    /// <param name="first">0-based.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops the waiting, not the reading.</param>
    /// <returns>Fewer where the data set ends before.</returns>
    /// <exception cref="Glue.GlueException">The data set is damaged before these rows' end.</exception>
    public async Task<Example[]> RowsAsync(int first, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before rows are counted: none come after the end.
            bool hasEnded = _reading.IsCompleted;
            Task changed;
            lock (_lock)
            {
                if (_examples.Count >= first + count)
                    return [.. _examples.Slice(first, count)];
                changed = _changed.Task;
            }
            if (hasEnded)
                break;
            await Task.WhenAny(changed, _reading).WaitAsync(cancellationToken);
        }
        await _reading;
        return [.. _examples.Skip(first)];
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task ReadAsync(IAsyncEnumerable<GlueRow> rows, Func<string, int[]> encode)
    {
        await foreach (var row in rows)
        {
            var example = new Example(encode(row.Prompt), row.Target);
            lock (_lock)
            {
                _examples.Add(example);
                if (_examples.Count % Stride != 0)
                    continue;
                _changed.SetResult();
                _changed = NewSource();
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
