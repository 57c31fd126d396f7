namespace FusionFunctions.Pipeline.Compute;

/// <summary>What a request came to.</summary>
/// <param name="Done">Merges made, or rows evaluated.</param>
/// <param name="Reused">Those that were there already.</param>
/// <param name="Warnings">What the user should know.</param>
public sealed record ComputeOutcome(int Done, int Reused, IReadOnlyList<string> Warnings);
