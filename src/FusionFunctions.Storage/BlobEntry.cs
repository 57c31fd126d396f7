namespace FusionFunctions.Storage;

/// <param name="Path">The blob's name.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="LastModified">When it was last written, UTC.</param>
/// <param name="Tag">
/// Another one whenever the blob was written, as far as the storage tells, even where size and time are made to look the same: the service's ETag,
/// or a file's inode and the time of its last change, which no program sets. Opaque; perhaps another one, too, where nothing was written.
/// </param>
public sealed record BlobEntry(BlobPath Path, long Length, DateTimeOffset LastModified, string Tag);
