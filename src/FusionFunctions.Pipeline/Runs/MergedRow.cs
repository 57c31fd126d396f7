using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>What a merged checkpoint came to.</summary>
/// <param name="Evaluation">Null where merging failed.</param>
/// <param name="Failure">Why merging failed, or null.</param>
internal sealed record MergedRow(string Method, PlannedVariant Variant, ModelEvaluation? Evaluation, StepFailure? Failure = null);
