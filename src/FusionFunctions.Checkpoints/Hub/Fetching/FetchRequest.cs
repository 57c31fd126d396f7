using FusionFunctions.Checkpoints.Hub.Selections;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <param name="Repository">Whose files.</param>
/// <param name="Selection">Which files.</param>
/// <param name="Progress">Told of downloads and of what goes wrong on the way; or null.</param>
internal sealed record FetchRequest(HubRepository Repository, HubFileSelection Selection, IProgress<HubProgress>? Progress);
