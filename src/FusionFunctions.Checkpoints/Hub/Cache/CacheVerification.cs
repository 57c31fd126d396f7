namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <param name="Entry">What was read, whole.</param>
/// <param name="Problems">Empty where every file is what its manifest says.</param>
public sealed record CacheVerification(CacheEntry Entry, IReadOnlyList<CacheProblem> Problems);
