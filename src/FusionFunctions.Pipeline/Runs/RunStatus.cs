namespace FusionFunctions.Pipeline.Runs;

/// <summary>How far a run is; the orchestration's custom status.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Merges">Checkpoints to merge in all.</param>
/// <param name="MergesDone">Merged, or there already.</param>
/// <param name="Rows">Examples to evaluate in all, over all models and tasks.</param>
/// <param name="RowsDone">Evaluated, or there already.</param>
/// <param name="EstimatedEnd">When the last example will be evaluated at the present pace, UTC; null before the first one.</param>
public sealed record RunStatus(RunStage Stage, int Merges, int MergesDone, int Rows, int RowsDone, DateTime? EstimatedEnd = null)
{
    /// <summary>Scores so far, the best average first; of many models the best ones, see <see cref="ScoresSoFar"/>.</summary>
    public IReadOnlyList<ModelScores> Scores { get; init; } = [];
}
