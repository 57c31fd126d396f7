namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="Model">The model's name.</param>
/// <param name="Digest">The model's digest.</param>
/// <param name="Tasks">In the order that was asked for.</param>
public sealed record ModelEvaluation(string Model, string Digest, IReadOnlyList<TaskEvaluation> Tasks);
