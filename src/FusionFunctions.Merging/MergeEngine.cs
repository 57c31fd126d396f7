using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Engine;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Merging;

/// <summary>
/// Merges checkpoints slice by slice in bounded memory. The same inputs and parameters give the same bits whatever the memory
/// bound, the thread count and the slicing.
/// </summary>
public static class MergeEngine
{
    /// <returns>One report for each variant, in their order. Outputs are whole but not yet committed.</returns>
    /// <exception cref="MergeException">The request cannot be met; thrown before any element is read or written.</exception>
    public static async Task<IReadOnlyList<MergeReport>> MergeAsync(
        MergeRequest request, MergeOptions options, IProgress<MergeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var layout = PoolLayout.Of(InputsOf(request));
        var context = new PreparationContext(layout, options.Matrices);
        PreparedMerge[] merges = [.. request.Variants.Select(variant => PreparedByTensor.Prepare(request.Method, variant.Parameters, context))];
        var studies = StudiesOf(merges);
        var exact = new ExactTensors(request.Variants, merges);
        var budget = BudgetOf(request.Method, options, context, merges);
        using var sweep = new PoolSweep(layout, exact, budget, new NonFiniteWatch(layout.Pool), new ProgressMeter(layout, passes: context.Analyses.Count > 0 ? 2 : 1, progress));

        await AnalysisRound.RunAllAsync(context.Analyses, sweep, budget.TallyBytes, cancellationToken);
        await using var variants = new MergedVariants(request.Variants, merges, exact);
        await (studies.Length == 0
            ? MergeRound.RunAsync(variants, sweep, cancellationToken)
            : new TensorRound(variants, studies, budget, sweep).RunAsync(cancellationToken));
        return [.. merges.Select((merge, variant) => new MergeReport(layout.Tensors.Count, layout.Elements, merge.Statistics, sweep.NonFinite)
        {
            Device = context.Device,
            Rounded = OrNull([.. sweep.Rounded.Where(tensor => !merge.IsKept(tensor)).Select(tensor => tensor.Name)]),
            Overflowed = OrNull(variants.Overflowed(variant)),
            UnmatchedFilters = OrNull(UnmatchedFilter.Of(request.Variants[variant].Parameters, layout)),
        })];
    }

    private static IReadOnlyList<T>? OrNull<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : list;

    /// <summary>Tells whether a pool can be merged, from its headers alone.</summary>
    /// <param name="pool">The models.</param>
    /// <param name="method">The method.</param>
    /// <param name="variants">What would be merged in one reading.</param>
    /// <param name="options">Of which the memory bound must do; null leaves that open.</param>
    /// <exception cref="MergeException">It cannot.</exception>
    public static void Check(MergePool pool, MergeMethod method, IReadOnlyList<MethodParameters> variants, MergeOptions? options = null)
    {
        var context = new PreparationContext(PoolLayout.Of(InputsOf(pool, method)), options?.Matrices ?? new(MatrixMath.Managed));
        PreparedMerge[] merges = [.. variants.Select(parameters => PreparedByTensor.Prepare(method, parameters, context))];
        if (options is not null)
            BudgetOf(method, options, context, merges);
    }

    private static MergeBudget BudgetOf(MergeMethod method, MergeOptions options, PreparationContext context, PreparedMerge[] merges) =>
        MergeBudget.Of(
            method.Description.Name, options, context.Layout, merges.Length + MergedVariants.VectorsOf(merges).Count(), context.Analyses, StudiesOf(merges),
            longestStored: context.Layout.Tensors.Where(tensor => ExactTensors.AreAny(tensor, merges)).Select(tensor => tensor.ElementCount).DefaultIfEmpty().Max());

    private static TensorAnalysis[] StudiesOf(PreparedMerge[] merges) => [.. merges.Select(merge => merge.TensorAnalysis).OfType<TensorAnalysis>().Distinct()];

    private static MergePool InputsOf(MergeRequest request)
    {
        string method = request.Method.Description.Name;
        if (request.Variants.Count == 0)
            throw new MergeException($"{method}: there is nothing to do: the request has no variants.");
        foreach (var variant in request.Variants)
            if (variant.OutputDType is not (null or TensorDType.F32 or TensorDType.F16 or TensorDType.BF16))
                throw new MergeException($"{method}: the output type must be F32, F16 or BF16, not {variant.OutputDType}.");
        return InputsOf(request.Pool, request.Method);
    }

    private static MergePool InputsOf(MergePool pool, MergeMethod method) =>
        method.Description.NeedsPretrained && pool.Pretrained is null
            ? throw new MergeException($"{method.Description.Name} needs the model that the others were fine-tuned from; add it to the model pool as '_pretrained_'.")
            : method.Inputs(pool);
}
