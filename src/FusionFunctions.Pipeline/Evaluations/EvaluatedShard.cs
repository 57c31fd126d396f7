using FusionFunctions.Glue.Scoring;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>A shard's score, and what it was made on.</summary>
/// <param name="Device">The kind of processor: <c>cpu</c> or <c>cuda</c>. Sums, and with them rare answers, may differ between the two.</param>
public sealed record EvaluatedShard(ShardScore Score, string Device)
{
    /// <summary>Tensors of the model with NaN or infinity, whose answers mean nothing; ordinal.</summary>
    public IReadOnlyList<string> NonFinite { get; init; } = [];
}
