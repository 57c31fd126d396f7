using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Recipes;

namespace FusionFunctions.Compute.Merges;

/// <summary>The folders that one merge writes; what is not completed leaves nothing that counts.</summary>
internal sealed class MergeOutputs : IAsyncDisposable
{
    // They wait for a disk or for a service most of the time.
    private const int CompletedAtOnce = 8;
    private readonly IReadOnlyList<CheckpointFolderOutput> _outputs;

    public MergeOutputs(IEnumerable<(string Folder, MergeRecipe Recipe)> merges, Func<string, CheckpointExport> export)
    {
        var pairs = merges.Select(merge => (merge.Recipe, Output: new CheckpointFolderOutput(merge.Recipe, export(merge.Folder)))).ToList();
        _outputs = [.. pairs.Select(pair => pair.Output)];
        Variants = [.. pairs.Select(pair => new MergeVariant(pair.Recipe.Parameters, pair.Output, pair.Recipe.OutputDType))];
    }

    public IReadOnlyList<MergeVariant> Variants { get; }

    /// <param name="reports">One for each output, in order.</param>
    /// <param name="cancellationToken">Leaves some folders complete and others not.</param>
    /// <returns>The records of the complete folders, in order.</returns>
    public async Task<IReadOnlyList<MergedCheckpoint>> CompleteAsync(IReadOnlyList<MergeReport> reports, CancellationToken cancellationToken)
    {
        var merged = new MergedCheckpoint[_outputs.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, _outputs.Count),
            new ParallelOptions { MaxDegreeOfParallelism = CompletedAtOnce, CancellationToken = cancellationToken },
            async (i, stop) => merged[i] = await _outputs[i].CompleteAsync(reports[i], stop));
        return merged;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var output in _outputs)
            await output.DisposeAsync();
    }
}
