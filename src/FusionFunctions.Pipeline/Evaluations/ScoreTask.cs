using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>The score over all shards of a task.</summary>
public sealed class ScoreTask(IBlobStore store) : IActivity<ScoreTaskInput, ScoredTask>
{
    public async Task<ScoredTask> RunAsync(ScoreTaskInput input, CancellationToken cancellationToken)
    {
        var shards = new List<EvaluatedShard>();
        foreach (string shard in input.Shards)
            shards.Add(await ShardFile.ReadAsync(store, BlobPath.Parse(shard), cancellationToken));
        string[] nonFinite = [.. shards.SelectMany(shard => shard.NonFinite).Distinct().Order(StringComparer.Ordinal)];
        return new(
            Scorer.Combine(GlueTasks.Find(input.Task), [.. shards.Select(shard => shard.Score)]),
            [.. shards.Select(shard => shard.Device).Distinct().Order(StringComparer.Ordinal)])
        {
            NonFinite = nonFinite.Length == 0 ? null : nonFinite,
        };
    }
}
