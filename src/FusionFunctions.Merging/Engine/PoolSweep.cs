using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <summary>Reads the whole pool once, slice by slice: reading and computing overlap, results come out in order.</summary>
internal sealed class PoolSweep(PoolLayout layout, MergeBudget budget, NonFiniteWatch watch, ProgressMeter meter) : IDisposable
{
    // Of a sample: so that they are worth handing to another thread.
    private const int ChunksAtATime = 16;
    private readonly SemaphoreSlim _working = new(budget.Threads);

    // One look at everything is enough.
    private bool _isWatched;

    /// <summary>The queue in which slices are noted; those of the outputs follow it.</summary>
    public const int Books = 0;

    public IReadOnlyList<TensorInfo> Tensors => layout.Tensors;

    public IReadOnlyList<NonFiniteTensor> NonFinite => watch.Found;

    /// <summary>Slices that are read and computed at the same time.</summary>
    public int Threads => budget.Threads;

    // Some wait for their turn while others are read.
    private IReadOnlyList<SliceBuffers> Buffers { get; } =
        [.. Enumerable.Range(0, budget.Slots).Select(_ => new SliceBuffers(layout, budget.Results, budget.SliceElements))];

    /// <param name="compute">Called for every slice once it is read; from several threads, but for one buffer at a time.</param>
    /// <param name="deliver">Called for every computed slice; awaits its turn in the queue of each output.</param>
    /// <param name="outputs">How many there are.</param>
    /// <param name="cancellationToken">Stops between slices.</param>
    public async Task RunAsync(Action<TensorSlice, SliceBuffers> compute, Func<TensorSlice, SliceBuffers, Turn, Task> deliver, int outputs, CancellationToken cancellationToken)
    {
        await Line(outputs).RunAsync(
            TensorSlice.Cut(layout.Tensors, budget.SliceElements),
            async (slice, buffers, turn) =>
            {
                await _working.WaitAsync(cancellationToken);
                try
                {
                    await buffers.ReadAsync(slice, isWatched: !_isWatched, cancellationToken);
                    compute(slice, buffers);
                }
                finally
                {
                    _working.Release();
                }
                await deliver(slice, buffers, turn);
                await turn.InAsync(Books);
                Note(slice, buffers);
            },
            cancellationToken);
        _isWatched = true;
        meter.EndPass();
    }

    /// <summary>Shows chunks from all over the pool.</summary>
    public async Task SampleAsync(IReadOnlyCollection<PoolAnalysis> analyses, CancellationToken cancellationToken)
    {
        var sample = SampleChunks.Of(layout.Tensors, budget.SampleElements);
        var slices = sample.Chunks.SelectMany(chunk => TensorSlice.Cut(chunk, budget.SliceElements));
        await new DeliveryLine<SliceBuffers>(Buffers, queues: 0).RunAsync(
            slices.Chunk(ChunksAtATime),
            async (group, buffers, _) =>
            {
                foreach (var slice in group)
                {
                    await buffers.ReadAsync(slice, isWatched: false, cancellationToken);
                    foreach (var analysis in analyses)
                        analysis.Sample(buffers.Slice(slice));
                }
            },
            cancellationToken);
        foreach (var analysis in analyses)
            analysis.CompleteSample(sample.IsWhole, Threads);
    }

    /// <summary>Another reading than was expected is needed.</summary>
    public void AddPass() => meter.AddPass();

    /// <summary>Takes tensors as a whole: whoever works on a tensor reads it, as often as needed.</summary>
    /// <param name="work">Reads, computes, awaits its turn and delivers.</param>
    /// <param name="outputs">How many there are.</param>
    /// <param name="cancellationToken">Stops between tensors.</param>
    public async Task RunTensorsAsync(Func<TensorInfo, SliceBuffers, Turn, Task> work, int outputs, CancellationToken cancellationToken)
    {
        await Line(outputs).RunAsync(layout.Tensors, work, cancellationToken);
        meter.EndPass();
    }

    public void Dispose() => _working.Dispose();

    /// <summary>Keeps the books of a slice that is done. To be called in turn.</summary>
    public void Note(TensorSlice slice, SliceBuffers buffers)
    {
        watch.Note(slice.Tensor, buffers.NonFinite);
        meter.Advance(slice.Length);
    }

    private DeliveryLine<SliceBuffers> Line(int outputs) => new(Buffers, queues: 1 + outputs);
}
