using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Recipes;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;

namespace FusionFunctions.Compute.Merges;

/// <summary>The folders that one merge writes; what is not completed leaves nothing that counts.</summary>
internal sealed class MergeOutputs : IAsyncDisposable
{
    private readonly IReadOnlyList<CheckpointFolderOutput> _outputs;

    public MergeOutputs(IBlobStore store, IEnumerable<MergeRecipe> recipes, Func<string, CheckpointExport> export)
    {
        var pairs = recipes.Select(recipe => (recipe, new CheckpointFolderOutput(recipe, export(BlobLayout.Merge(recipe.Digest))))).ToList();
        _outputs = [.. pairs.Select(pair => pair.Item2)];
        Variants = [.. pairs.Select(pair => new MergeVariant(pair.recipe.Parameters, pair.Item2, pair.recipe.OutputDType))];
    }

    public IReadOnlyList<MergeVariant> Variants { get; }

    /// <param name="reports">One for each output, in order.</param>
    /// <param name="cancellationToken">Stops between two folders.</param>
    public async Task CompleteAsync(IReadOnlyList<MergeReport> reports, CancellationToken cancellationToken)
    {
        foreach (var (output, report) in _outputs.Zip(reports))
            await output.CompleteAsync(report, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var output in _outputs)
            await output.DisposeAsync();
    }
}
