namespace FusionFunctions.Glue.Scoring;

/// <param name="Task">The task's name.</param>
/// <param name="Value">Accuracy or rho as a fraction; null where it is not defined, as for constant predictions.</param>
/// <param name="Correct">Outputs that equal their target text.</param>
/// <param name="Invalid">Outputs that are none of the task's answers.</param>
public sealed record TaskScore(string Task, double? Value, int Correct, int Total, int Invalid);
