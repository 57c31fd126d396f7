using System.Collections.Concurrent;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <summary>Reads the whole pool once, slice by slice: reading and computing overlap, results come out in order.</summary>
internal sealed class PoolSweep(PoolLayout layout, ExactTensors exact, MergeBudget budget, NonFiniteWatch watch, ProgressMeter meter) : IDisposable
{
    // Of a sample: so that they are worth handing to another thread.
    private const int ChunksAtATime = 16;
    private readonly SemaphoreSlim _working = new(budget.Threads);

    // As many as work at the same time.
    private readonly ConcurrentBag<SliceInputs> _inputs = [.. Enumerable.Range(0, budget.Threads).Select(_ => new SliceInputs(layout, exact.AreAny, budget.SliceElements))];

    // Some wait for their turn while others are read: a disk that takes nothing for a moment holds up nobody.
    private readonly SliceOutcome[] _outcomes =
        [.. Enumerable.Range(0, budget.Slots).Select(_ => new SliceOutcome(layout.Pool.Inputs.Count, budget.Results, budget.SliceElements))];

    private readonly HashSet<TensorInfo> _rounded = new(ReferenceEqualityComparer.Instance);

    // One look at everything is enough.
    private bool _isWatched;

    /// <summary>The queue in which slices are noted; those of the outputs follow it.</summary>
    public const int Books = 0;

    public IReadOnlyList<TensorInfo> Tensors => layout.Tensors;

    public IReadOnlyList<NonFiniteTensor> NonFinite => watch.Found;

    /// <summary>Tensors of which some integers may be rounded, see <see cref="StoredInputs.AreRounded"/>; ordinal.</summary>
    public IEnumerable<TensorInfo> Rounded => layout.Tensors.Where(_rounded.Contains);

    /// <summary>Slices that are read and computed at the same time.</summary>
    public int Threads => budget.Threads;

    /// <param name="compute">
    /// Called for every slice once it is read; from several threads, but with other rooms. Tells whether it saw that all inputs are finite, so that nobody
    /// needs to look.
    /// </param>
    /// <param name="deliver">Called for computed slices, a few that follow each other; awaits its turn in each queue.</param>
    /// <param name="queues">How many there are.</param>
    /// <param name="cancellationToken">Stops between slices.</param>
    public async Task RunAsync(
        Func<TensorSlice, SliceInputs, SliceOutcome, bool> compute, Func<IReadOnlyList<MergedSlice>, Turn, Task> deliver, int queues, CancellationToken cancellationToken)
    {
        var line = Line(_outcomes.Chunk(budget.SlicesAtATime).Where(outcomes => outcomes.Length == budget.SlicesAtATime), queues);
        await line.RunAsync(
            TensorSlice.Cut(layout.Tensors, budget.SliceElements).Chunk(budget.SlicesAtATime),
            async (slices, outcomes, turn) =>
            {
                MergedSlice[] merged = [.. slices.Zip(outcomes, (slice, outcome) => new MergedSlice(slice, outcome))];
                await WithInputsAsync(
                    async inputs =>
                    {
                        foreach (var (slice, outcome) in merged)
                            await ReadAndComputeAsync(slice, inputs, outcome);
                    },
                    cancellationToken);
                await deliver(merged, turn);
                await turn.InAsync(Books);
                foreach (var (slice, outcome) in merged)
                    Note(slice, outcome);
            },
            cancellationToken);
        _isWatched = true;
        meter.EndPass();

        async Task ReadAndComputeAsync(TensorSlice slice, SliceInputs inputs, SliceOutcome outcome)
        {
            await inputs.ReadAsync(slice, cancellationToken);
            if (!compute(slice, inputs, outcome) && !_isWatched)
                inputs.Watch(slice.Length);
            outcome.Take(inputs);
        }
    }

    /// <summary>Shows chunks from all over the pool, in any order.</summary>
    public async Task SampleAsync(IReadOnlyCollection<PoolAnalysis> analyses, CancellationToken cancellationToken)
    {
        var sample = SampleChunks.Of(layout.Tensors, budget.SampleElements);
        var slices = sample.Chunks.SelectMany(chunk => TensorSlice.Cut(chunk, budget.SliceElements));
        await Parallel.ForEachAsync(
            slices.Chunk(ChunksAtATime),
            new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken },
            async (group, cancellationToken) => await WithInputsAsync(
                async inputs =>
                {
                    foreach (var slice in group)
                    {
                        await inputs.ReadAsync(slice, cancellationToken);
                        foreach (var analysis in analyses)
                            analysis.Sample(inputs.Slice(slice));
                    }
                },
                cancellationToken));
        foreach (var analysis in analyses)
            analysis.CompleteSample(sample.IsWhole, Threads);
    }

    /// <summary>Another reading than was expected is needed.</summary>
    public void AddPass() => meter.AddPass();

    /// <summary>Takes tensors as a whole: whoever works on a tensor reads it, as often as needed.</summary>
    /// <param name="work">Reads, computes, awaits its turn and delivers.</param>
    /// <param name="queues">How many there are.</param>
    /// <param name="cancellationToken">Stops between tensors.</param>
    public async Task RunTensorsAsync(Func<TensorInfo, SliceInputs, SliceOutcome, Turn, Task> work, int queues, CancellationToken cancellationToken)
    {
        await Line(_outcomes, queues).RunAsync(
            layout.Tensors,
            (tensor, outcome, turn) => WithInputsAsync(inputs => work(tensor, inputs, outcome, turn), cancellationToken),
            cancellationToken);
        meter.EndPass();
    }

    /// <summary>To be called when nothing is in work any more.</summary>
    public void Dispose()
    {
        _working.Dispose();
        foreach (var inputs in _inputs)
            inputs.Dispose();
        foreach (var outcome in _outcomes)
            outcome.Dispose();
    }

    /// <summary>Keeps the books of a slice that is done. To be called in turn.</summary>
    public void Note(TensorSlice slice, SliceOutcome outcome)
    {
        watch.Note(slice.Tensor, outcome.NonFinite);
        if (outcome.IsRounded)
            _rounded.Add(slice.Tensor);
        meter.Advance(slice.Length);
    }

    private async Task WithInputsAsync(Func<SliceInputs, Task> work, CancellationToken cancellationToken)
    {
        await _working.WaitAsync(cancellationToken);
        _inputs.TryTake(out var inputs);
        try
        {
            await work(inputs!);
        }
        finally
        {
            _inputs.Add(inputs!);
            _working.Release();
        }
    }

    private static DeliveryLine<TSlot> Line<TSlot>(IEnumerable<TSlot> slots, int queues) => new([.. slots], queues: 1 + queues);
}
