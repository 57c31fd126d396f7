using System.Diagnostics;
using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>How long a model waits for the first rows of the largest data set, and how long it would wait for all of them.</summary>
internal static class TokenizingAhead
{
    /// <summary>About what a shard of it has.</summary>
    private const int FirstRows = 600;

    public static async Task PrintAsync(RealPrompts prompts, CancellationToken cancellationToken)
    {
        var task = GlueTasks.Qqp;
        int rows = task.OfficialRows;
        long start = Stopwatch.GetTimestamp();
        using var dataset = new TokenizedDataset(stop => prompts.StreamAsync(task, null, stop), prompt => prompts.Tokenizer.Encode(prompt));
        await dataset.RowsAsync(0, FirstRows, cancellationToken);
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int count = (await dataset.RowsAsync(0, rows, cancellationToken)).Length;
        Console.WriteLine($"{task.Title}: the first {FirstRows} rows are tokenized after {first:F2} s, all {count} after {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
    }
}
