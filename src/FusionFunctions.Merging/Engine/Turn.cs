namespace FusionFunctions.Merging.Engine;

/// <summary>One item's place in several queues at once, such as one for each output: whoever has its turn in a queue hands it on when done.</summary>
internal sealed class Turn
{
    // Not the turn before itself: that would keep all turns there ever were.
    private readonly TaskCompletionSource[]? _before;
    private readonly TaskCompletionSource[] _passed;

    public Turn(int queues, Turn? before)
    {
        _before = before?._passed;
        _passed = [.. Enumerable.Range(0, queues).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    }

    /// <summary>Completes when the item before has handed the queue on.</summary>
    public Task InAsync(int queue) => _before?[queue].Task ?? Task.CompletedTask;

    public void Pass(int queue) => _passed[queue].TrySetResult();

    /// <summary>Hands on every queue that is not handed on yet, each when it is its turn.</summary>
    public async Task EndAsync()
    {
        for (int queue = 0; queue < _passed.Length; queue++)
        {
            await InAsync(queue);
            Pass(queue);
        }
    }

    /// <summary>Keeps all behind from their turn.</summary>
    public void Fail()
    {
        foreach (var queue in _passed)
            queue.TrySetCanceled(CancellationToken.None);
    }
}
