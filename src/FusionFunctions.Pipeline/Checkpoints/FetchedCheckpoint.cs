using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>A checkpoint or adapter whose content is known.</summary>
/// <param name="Digest">sha256 over its configuration and weights, lower-case hex.</param>
/// <param name="Stamp">What a user's folder looked like when the digest was taken; null in the store, where nothing changes.</param>
/// <param name="HubName">The repository on the hub that it came from, or null.</param>
public sealed record FetchedCheckpoint(BlobLocation Folder, string Digest, FolderStamp? Stamp = null, string? HubName = null)
{
    /// <exception cref="CheckpointException">The folder no longer looks as it did: results must not carry the digest of something else.</exception>
    public Task RequireUnchangedAsync(BlobLocations locations, CancellationToken cancellationToken) =>
        Stamp?.RequireUnchangedAsync(locations.StoreOf(Folder), Folder.Path, Folder.ToString(), cancellationToken) ?? Task.CompletedTask;
}
