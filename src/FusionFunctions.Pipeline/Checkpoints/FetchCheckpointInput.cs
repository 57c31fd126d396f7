using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <param name="Model">Of the pool.</param>
/// <param name="NeedsTokenizer">Whether its own tokenizer may be copied into a merged checkpoint: the run has no other.</param>
public sealed record FetchCheckpointInput(PoolModel Model, bool NeedsTokenizer)
{
    internal static CheckpointContent ContentOf(bool needsTokenizer) => needsTokenizer ? CheckpointContent.Model : CheckpointContent.ModelAlone;
}
