namespace FusionFunctions.Checkpoints.Hub;

/// <param name="Repository">Whose file.</param>
/// <param name="File">Its path in the repository.</param>
/// <param name="Received">Bytes so far.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Trouble">Why the download had to go on or start again, or null.</param>
public sealed record HubProgress(HubRepository Repository, string File, long Received, long Size, string? Trouble = null);
