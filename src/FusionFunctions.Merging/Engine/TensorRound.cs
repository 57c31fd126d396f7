using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Engine;

/// <summary>
/// The last reading of the pool where tensors are studied before they are merged. A tensor that fits into one slice is read once;
/// a larger one is read again for each pass. Several tensors are in work at the same time.
/// </summary>
internal sealed class TensorRound(MergedVariants variants, IReadOnlyList<TensorAnalysis> analyses, MergeBudget budget, PoolSweep sweep)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await variants.BeginAsync(sweep.Tensors, cancellationToken);
        await sweep.RunTensorsAsync((tensor, inputs, outcome, turn) => MergeAsync(tensor, inputs, outcome, turn, cancellationToken), variants.Queues, cancellationToken);
    }

    private async Task MergeAsync(TensorInfo tensor, SliceInputs inputs, SliceOutcome outcome, Turn turn, CancellationToken cancellationToken)
    {
        TensorSlice[] slices = [.. TensorSlice.Cut([tensor], budget.SliceOf(tensor, analyses))];
        // Booleans are copied, whatever the method. What is finished is studied only where all studies add up to something.
        bool isStudied = tensor.DType != TensorDType.BOOL && (!variants.AreFinished(tensor) || analyses.Any(analysis => analysis.Statistics is not null));
        var studies = !isStudied ? [] : analyses.ToDictionary(analysis => analysis, analysis => analysis.Start(tensor));
        try
        {
            await MergeAsync(slices, studies, inputs, outcome, turn, cancellationToken);
        }
        catch (SpectrumException e)
        {
            throw new MergeException($"'{tensor.Name}': {e.Message}; leave the tensor out, exclude: [\"{tensor.Name}\"].", e);
        }
        finally
        {
            foreach (var study in studies.Values)
                study.Dispose();
        }
    }

    private async Task MergeAsync(
        TensorSlice[] slices, Dictionary<TensorAnalysis, TensorStudy> studies, SliceInputs inputs, SliceOutcome outcome, Turn turn, CancellationToken cancellationToken)
    {
        int passes = studies.Values.Select(study => study.Passes).DefaultIfEmpty().Max();
        TensorSlice? read = null;
        for (int pass = 0; pass < passes; pass++)
        {
            foreach (var slice in slices)
            {
                await ReadAsync(slice);
                foreach (var study in studies.Values.Where(study => pass < study.Passes))
                    study.Observe(pass, inputs.Slice(slice));
            }
            foreach (var study in studies.Values.Where(study => pass < study.Passes))
                study.Complete(pass);
        }
        foreach (var slice in slices)
        {
            await ReadAsync(slice);
            variants.Merge(slice, inputs, outcome, analysis => studies[analysis]);
            await variants.WriteAsync([new(slice, outcome)], turn, isLast: slice == slices[^1], cancellationToken);
            await turn.InAsync(PoolSweep.Books);
            outcome.Take(inputs);
            sweep.Note(slice, outcome);
        }

        async Task ReadAsync(TensorSlice slice)
        {
            if (slice == read)
                return;
            await inputs.ReadAsync(slice, cancellationToken);
            inputs.Watch(slice.Length);
            read = slice;
        }
    }
}
