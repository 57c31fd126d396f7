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
        [.. Enumerable.Range(0, budget.Slots).Select(_ => new SliceBuffers(layout, budget.Results, budget.SliceElements))];

    /// <param name="compute">Called for every slice once it is read; from several threads, but for one buffer at a time.</param>
    /// <param name="deliver">Called for every computed slice, in the order of the tensors, one at a time.</param>
    /// <param name="cancellationToken">Stops between slices.</param>
    public async Task RunAsync(Action<TensorSlice, SliceBuffers> compute, Func<TensorSlice, SliceBuffers, Task> deliver, CancellationToken cancellationToken)
    {
        var line = new DeliveryLine<SliceBuffers>(Buffers);
        await line.RunAsync(
            TensorSlice.Cut(layout.Tensors, budget.SliceElements),
            async (slice, buffers, turn) =>
            {
                await buffers.ReadAsync(slice, cancellationToken);
                compute(slice, buffers);
                await turn;
                await DeliverAsync(slice, buffers, deliver);
            },
            cancellationToken);
        meter.EndPass();
    }

    /// <summary>Takes tensors as a whole: whoever works on a tensor reads it, as often as needed.</summary>
    /// <param name="work">Reads, computes, awaits its turn and delivers.</param>
    /// <param name="cancellationToken">Stops between tensors.</param>
    public async Task RunTensorsAsync(Func<TensorInfo, SliceBuffers, Task, Task> work, CancellationToken cancellationToken)
    {
        await new DeliveryLine<SliceBuffers>(Buffers).RunAsync(layout.Tensors, work, cancellationToken);
        meter.EndPass();
    }

    /// <summary>To be called in turn.</summary>
    public async Task DeliverAsync(TensorSlice slice, SliceBuffers buffers, Func<TensorSlice, SliceBuffers, Task> deliver)
    {
        watch.Note(slice.Tensor, buffers.NonFinite);
        await deliver(slice, buffers);
        meter.Advance(slice.Length);
    }
}
