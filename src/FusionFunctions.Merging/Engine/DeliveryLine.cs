namespace FusionFunctions.Merging.Engine;

/// <summary>
/// Works on items at the same time, as many as there are slots, and lets them deliver in their order: into each of several queues one item
/// after the other, while others deliver into other queues.
/// </summary>
internal sealed class DeliveryLine<TSlot>(IReadOnlyList<TSlot> slots, int queues)
{
    /// <param name="items">Taken when a slot is free.</param>
    /// <param name="work">Awaits its turn in a queue before it delivers into it.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    public async Task RunAsync<TItem>(IEnumerable<TItem> items, Func<TItem, TSlot, Turn, Task> work, CancellationToken cancellationToken)
    {
        // The slot that was used last is taken first: its memory is still near, and what is never used is never touched.
        var free = new Stack<TSlot>(slots);
        var inWork = new Queue<(TSlot Slot, Task Delivered)>();
        Turn? last = null;
        try
        {
            foreach (var item in items)
            {
                while (inWork.TryPeek(out var oldest) && (oldest.Delivered.IsCompleted || free.Count == 0))
                    await OldestAsync();
                var (slot, turn) = (free.Pop(), new Turn(queues, last));
                last = turn;
                inWork.Enqueue((slot, Task.Run(() => WorkAsync(item, slot, turn), CancellationToken.None)));
            }
            while (inWork.Count > 0)
                await OldestAsync();
        }
        finally
        {
            // After a failure nobody may read on from inputs that the caller is about to close.
            await Task.WhenAll(inWork.Select(work => work.Delivered)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        async Task WorkAsync(TItem item, TSlot slot, Turn turn)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await work(item, slot, turn);
                await turn.EndAsync();
            }
            catch
            {
                turn.Fail();
                throw;
            }
        }

        async Task OldestAsync()
        {
            await inWork.Peek().Delivered;
            free.Push(inWork.Dequeue().Slot);
        }
    }
}
