using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <summary>Reads the whole pool once, slice by slice: reading and computing overlap, results come out in order.</summary>
internal sealed class PoolSweep(PoolLayout layout, MergeBudget budget, NonFiniteWatch watch, ProgressMeter meter)
{
    public IReadOnlyList<TensorInfo> Tensors => layout.Tensors;

    public IReadOnlyList<NonFiniteTensor> NonFinite => watch.Found;

    /// <summary>One for each slice that may be in work at the same time.</summary>
    public IReadOnlyList<SliceBuffers> Buffers { get; } =
        [.. Enumerable.Range(0, budget.Slots).Select(_ => new SliceBuffers(layout.Pool, budget.Results, budget.SliceElements))];

    /// <param name="compute">Called for every slice once it is read; from several threads, but for one buffer at a time.</param>
    /// <param name="deliver">Called for every computed slice, in the order of the tensors, one at a time.</param>
    /// <param name="cancellationToken">Stops between slices.</param>
    public async Task RunAsync(Action<TensorSlice, SliceBuffers> compute, Func<TensorSlice, SliceBuffers, Task> deliver, CancellationToken cancellationToken)
    {
        var free = new Queue<SliceBuffers>(Buffers);
        var inWork = new Queue<(TensorSlice Slice, SliceBuffers Buffers, Task Computed)>();
        try
        {
            foreach (var slice in TensorSlice.Cut(layout.Tensors, budget.SliceElements))
            {
                if (free.Count == 0)
                    await DeliverOldestAsync();
                var buffers = free.Dequeue();
                inWork.Enqueue((slice, buffers, Task.Run(() => ReadAndComputeAsync(slice, buffers, compute, cancellationToken), cancellationToken)));
            }
            while (inWork.Count > 0)
                await DeliverOldestAsync();
        }
        finally
        {
            // After a failure nobody may read on from inputs that the caller is about to close.
            await Task.WhenAll(inWork.Select(work => work.Computed)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        meter.EndPass();

        async Task DeliverOldestAsync()
        {
            var (slice, buffers, computed) = inWork.Peek();
            await computed;
            watch.Note(slice.Tensor, buffers.NonFinite);
            await deliver(slice, buffers);
            meter.Advance(slice.Length);
            inWork.Dequeue();
            free.Enqueue(buffers);
        }
    }

    private async Task ReadAndComputeAsync(
        TensorSlice slice, SliceBuffers buffers, Action<TensorSlice, SliceBuffers> compute, CancellationToken cancellationToken)
    {
        for (int input = 0; input < layout.Pool.Inputs.Count; input++)
        {
            var elements = buffers.Input(input, slice.Length);
            var reader = layout.Pool.Inputs[input].Tensors;
            await reader.ReadAsync(layout.TensorOf(input, slice.Tensor.Name), slice.First, elements, cancellationToken);
            buffers.NonFinite[input] = NonFiniteWatch.Any(elements.Span);
        }
        compute(slice, buffers);
    }
}
