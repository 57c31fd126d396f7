using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub;

/// <param name="Path">Inside the repository.</param>
/// <param name="Size">In bytes; null where the listing does not say.</param>
/// <param name="Sha256">Of the content, for files in large-file storage.</param>
/// <param name="GitSha1">Git's blob id of the content, for the other files.</param>
public sealed record HubFile(BlobPath Path, long? Size, string? Sha256 = null, string? GitSha1 = null);
