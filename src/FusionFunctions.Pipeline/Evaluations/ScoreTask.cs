using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>The score over all shards of a task.</summary>
public sealed class ScoreTask(IBlobStore store) : IActivity<ScoreTaskInput, TaskScore>
{
    public async Task<TaskScore> RunAsync(ScoreTaskInput input, CancellationToken cancellationToken)
    {
        var shards = new List<ShardScore>();
        foreach (string shard in input.Shards)
            shards.Add(await ShardFile.ReadAsync(store, BlobPath.Parse(shard), cancellationToken));
        return Scorer.Combine(GlueTasks.Find(input.Task), shards);
    }
}
