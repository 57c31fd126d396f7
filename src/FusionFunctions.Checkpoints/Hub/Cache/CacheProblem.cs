using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <param name="Path">The blob in question.</param>
/// <param name="Text">What is wrong with it.</param>
public sealed record CacheProblem(BlobPath Path, string Text);
