using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Extraction;

/// <summary>Which of the weights that an adapter could change differ between the base and the fine-tuned model.</summary>
internal static class ChangedTargets
{
    /// <param name="layout">Of the base and the fine-tuned model.</param>
    /// <param name="targets">Weights of linear layers, in any order.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// In the order given, those that differ in any element, and those that <c>target_modules</c> could not tell from them: PEFT takes every module whose path
    /// ends in a dot and a listed path.
    /// </returns>
    public static async Task<IReadOnlyList<TensorInfo>> OfAsync(PoolLayout layout, IReadOnlyList<TensorInfo> targets, CancellationToken cancellationToken)
    {
        bool[] differ = new bool[targets.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targets.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (i, stop) => differ[i] = await new TensorChange(layout, targets[i]).IsAnyAsync(stop));
        var changed = targets.Where((_, i) => differ[i]).Select(LoraTargets.ModuleOf).ToHashSet(StringComparer.Ordinal);
        return [.. targets.Where(tensor => Ends(LoraTargets.ModuleOf(tensor)).Any(changed.Contains))];
    }

    // The path itself and what follows each of its dots.
    private static IEnumerable<string> Ends(string path)
    {
        yield return path;
        for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
            yield return path[(dot + 1)..];
    }
}
