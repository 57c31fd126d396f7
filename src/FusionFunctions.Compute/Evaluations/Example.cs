namespace FusionFunctions.Compute.Evaluations;

/// <param name="InputIds">The prompt's tokens, the end token included.</param>
/// <param name="Target">The right answer.</param>
internal sealed record Example(int[] InputIds, string Target);
