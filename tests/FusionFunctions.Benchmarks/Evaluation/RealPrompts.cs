using System.Runtime.CompilerServices;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>Prompts of validation splits, as T5's own vocabulary cuts them, from the folder <c>shared/data</c> beside the checkout.</summary>
internal sealed class RealPrompts
{
    private readonly DirectoryBlobStore _store;

    private RealPrompts(DirectoryBlobStore store, T5Tokenizer tokenizer) => (_store, Tokenizer) = (store, tokenizer);

    public T5Tokenizer Tokenizer { get; }

    /// <returns>Null where the folder is missing.</returns>
    public static async Task<RealPrompts?> OpenAsync(CancellationToken cancellationToken)
    {
        if (FindData() is not { } data)
            return null;
        var store = new DirectoryBlobStore(data, LinkPolicy.Follow);
        return new(store, await T5Tokenizer.LoadAsync(store, "t5", "t5", cancellationToken));
    }

    /// <param name="tasks">One after the other.</param>
    /// <param name="count">Shared out evenly; from the start of each split.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<int[][]> ReadAsync(IReadOnlyList<GlueTask> tasks, int count, CancellationToken cancellationToken)
    {
        var prompts = new List<int[]>();
        foreach (var task in tasks)
            await foreach (var row in StreamAsync(task, count / tasks.Count, cancellationToken))
                prompts.Add(Tokenizer.Encode(row.Prompt));
        return [.. prompts];
    }

    /// <summary>A split's rows.</summary>
    public async IAsyncEnumerable<GlueRow> StreamAsync(
        GlueTask task, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = await _store.OpenReadAsync(BlobPath.Parse($"glue/{task.Name}/{task.Split}.jsonl"), cancellationToken);
        await foreach (var row in GlueDataset.ReadAsync(task, file, limit, cancellationToken))
            yield return row;
    }

    private static string? FindData()
    {
        string data = Path.GetFullPath(Path.Join(Checkout.Root, "..", "shared", "data"));
        return Directory.Exists(Path.Join(data, "glue")) && Directory.Exists(Path.Join(data, "t5")) ? data : null;
    }
}
