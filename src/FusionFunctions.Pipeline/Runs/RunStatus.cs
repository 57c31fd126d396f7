namespace FusionFunctions.Pipeline.Runs;

/// <summary>How far a run is; the orchestration's custom status.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Merges">Checkpoints to merge in all.</param>
/// <param name="MergesDone">Merged, or there already.</param>
/// <param name="Rows">Examples to evaluate in all, over all models and tasks.</param>
/// <param name="RowsDone">Evaluated, or there already.</param>
public sealed record RunStatus(RunStage Stage, int Merges, int MergesDone, int Rows, int RowsDone);
