namespace FusionFunctions.Pipeline.Merges;

/// <summary>One entry of an experiment's methods, its sweep expanded.</summary>
/// <param name="Method">The registered name.</param>
/// <param name="Title">For readers.</param>
public sealed record PlannedMerge(string Method, string Title, IReadOnlyList<PlannedVariant> Variants);
