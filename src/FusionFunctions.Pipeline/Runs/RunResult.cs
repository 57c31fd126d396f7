namespace FusionFunctions.Pipeline.Runs;

/// <param name="Leaderboard">The folder in the store that holds it.</param>
/// <param name="Merges">Checkpoints merged by this run, and those that were there already.</param>
/// <param name="Rows">Examples evaluated by this run, and those whose score was there already.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Failures">Rows without all scores, and why.</param>
public sealed record RunResult(string Leaderboard, WorkCount Merges, WorkCount Rows, IReadOnlyList<string> Warnings, IReadOnlyList<RowFailure> Failures);

/// <param name="Done">By this run.</param>
/// <param name="Reused">There already.</param>
public sealed record WorkCount(int Done, int Reused);

/// <param name="Row">The row's name.</param>
public sealed record RowFailure(string Row, StepFailure Failure);
