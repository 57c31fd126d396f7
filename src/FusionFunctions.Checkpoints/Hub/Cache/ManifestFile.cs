namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <param name="Path">Inside the repository.</param>
/// <param name="Size">In bytes, if known.</param>
/// <param name="Sha256">Of the content: proven where it was fetched, else as listed.</param>
/// <param name="GitSha1">As listed.</param>
/// <param name="Fetched">When it came into the cache; null where it did not.</param>
internal sealed record ManifestFile(
    string Path, long? Size = null, string? Sha256 = null, string? GitSha1 = null, DateTimeOffset? Fetched = null);
