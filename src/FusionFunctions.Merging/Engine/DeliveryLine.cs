namespace FusionFunctions.Merging.Engine;

/// <summary>Works on items at the same time, as many as there are slots, and lets them deliver one after the other in their order.</summary>
internal sealed class DeliveryLine<TSlot>(IReadOnlyList<TSlot> slots)
{
    /// <param name="items">Taken when a slot is free.</param>
    /// <param name="work">Its task argument completes when all items before have been delivered.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    public async Task RunAsync<TItem>(IEnumerable<TItem> items, Func<TItem, TSlot, Task, Task> work, CancellationToken cancellationToken)
    {
        var free = new Queue<TSlot>(slots);
        var inWork = new Queue<(TSlot Slot, Task Delivered)>();
        var turn = Task.CompletedTask;
        try
        {
            foreach (var item in items)
            {
                if (free.Count == 0)
                    await OldestAsync();
                var (slot, before) = (free.Dequeue(), turn);
                turn = Task.Run(() => work(item, slot, before), cancellationToken);
                inWork.Enqueue((slot, turn));
            }
            while (inWork.Count > 0)
                await OldestAsync();
        }
        finally
        {
            // After a failure nobody may read on from inputs that the caller is about to close.
            await Task.WhenAll(inWork.Select(work => work.Delivered)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        async Task OldestAsync()
        {
            await inWork.Peek().Delivered;
            free.Enqueue(inWork.Dequeue().Slot);
        }
    }
}
