using System.Text.Json;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Merging;

/// <summary>What a <see cref="MergeReport"/> tells that users should know, read back from a merged checkpoint's record.</summary>
/// <param name="NonFinite">As in the report.</param>
/// <param name="Overflowed">As in the report.</param>
/// <param name="LeftOut">As in the report.</param>
/// <param name="Rounded">As in the report.</param>
/// <param name="UnmatchedFilters">As in the report.</param>
public sealed record MergeTroubles(
    IReadOnlyList<NonFiniteTensor>? NonFinite = null, IReadOnlyList<string>? Overflowed = null, IReadOnlyList<string>? LeftOut = null,
    IReadOnlyList<string>? Rounded = null, IReadOnlyList<UnmatchedFilter>? UnmatchedFilters = null)
{
    /// <exception cref="CheckpointException">The record is damaged.</exception>
    public static MergeTroubles Of(MergedCheckpoint merged)
    {
        try
        {
            return merged.Report.Deserialize<MergeTroubles>(ExportJson.Options) ?? new();
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"The {MergedCheckpoint.FileName} of the merge {merged.Digest} is damaged ({e.Message}); delete its folder and merge again.", e);
        }
    }
}
