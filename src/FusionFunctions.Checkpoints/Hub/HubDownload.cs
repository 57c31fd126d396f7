namespace FusionFunctions.Checkpoints.Hub;

/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the content as received.</param>
public sealed record HubDownload(long Size, string Sha256);
