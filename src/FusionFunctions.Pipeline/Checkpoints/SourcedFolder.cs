using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <param name="Folder">Where the files are.</param>
/// <param name="MayChange">Whether someone else may write there: a user's own folder.</param>
/// <param name="HubName">The repository on the hub, or null.</param>
public sealed record SourcedFolder(BlobLocation Folder, bool MayChange, string? HubName = null);
