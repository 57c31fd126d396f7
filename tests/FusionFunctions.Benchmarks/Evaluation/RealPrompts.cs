using FusionFunctions.FlanT5.Tokenization;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>Prompts of all eight tasks, as T5's own vocabulary cuts them, from the folder <c>shared/data</c> beside the checkout.</summary>
internal static class RealPrompts
{
    /// <param name="count">Shared out evenly; from the start of each validation split, one task after the other.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null where the folder is missing.</returns>
    public static async Task<int[][]?> ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (FindData() is not { } data)
            return null;
        var store = new DirectoryBlobStore(data, LinkPolicy.Follow);
        var tokenizer = await T5Tokenizer.LoadAsync(store, "t5", "t5", cancellationToken);
        var prompts = new List<int[]>();
        foreach (var task in GlueTasks.All)
        {
            var file = await store.OpenReadAsync(BlobPath.Parse($"glue/{task.Name}/{task.Split}.jsonl"), cancellationToken);
            var rows = await GlueDataset.ReadAsync(task, file, count / GlueTasks.All.Count, cancellationToken);
            prompts.AddRange(rows.Select(row => tokenizer.Encode(row.Prompt)));
        }
        return [.. prompts];
    }

    private static string? FindData()
    {
        string data = Path.GetFullPath(Path.Join(Checkout.Root, "..", "shared", "data"));
        return Directory.Exists(Path.Join(data, "glue")) && Directory.Exists(Path.Join(data, "t5")) ? data : null;
    }
}
