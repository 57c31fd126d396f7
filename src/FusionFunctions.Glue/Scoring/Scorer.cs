using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Glue.Scoring;

/// <summary>
/// FusionBench's scoring: exact, case-sensitive equality; for STS-B every output through Python's float(), 0 where that fails.
/// </summary>
public static class Scorer
{
    /// <param name="task">The task whose answers they are.</param>
    /// <param name="pairs">Each output with its target.</param>
    public static ShardScore Score(GlueTask task, IReadOnlyCollection<(string Output, string Target)> pairs) => new(
        pairs.Count(pair => pair.Output == pair.Target),
        pairs.Count,
        pairs.Count(pair => !task.IsValidOutput(pair.Output)),
        task.IsRegression ? [.. pairs.Select(pair => Number(pair.Output))] : [],
        task.IsRegression ? [.. pairs.Select(pair => Number(pair.Target))] : []);

    /// <param name="task">The task that was scored.</param>
    /// <param name="shards">In row order.</param>
    public static TaskScore Combine(GlueTask task, IReadOnlyCollection<ShardScore> shards)
    {
        int correct = shards.Sum(shard => shard.Correct), total = shards.Sum(shard => shard.Total);
        double value = task.Metric == GlueMetric.Accuracy
            ? (double)correct / total
            : SpearmanCorrelation.Of([.. shards.SelectMany(shard => shard.Predictions)], [.. shards.SelectMany(shard => shard.Targets)]);
        return new(task.Name, double.IsFinite(value) ? value : null, correct, total, shards.Sum(shard => shard.Invalid));
    }

    private static double Number(string text) => PythonFloat.TryParse(text, out double value) ? value : 0;
}
