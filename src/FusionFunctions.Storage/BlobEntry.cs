namespace FusionFunctions.Storage;

/// <param name="Path">The blob's name.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="LastModified">When it was last written, UTC.</param>
public sealed record BlobEntry(BlobPath Path, long Length, DateTimeOffset LastModified);
