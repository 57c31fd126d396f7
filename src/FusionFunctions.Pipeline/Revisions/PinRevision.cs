using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Revisions;

/// <summary>Finds the commit that a revision stands for now; the run's record keeps it.</summary>
public sealed class PinRevision(HubFetcher hub) : IActivity<PinRevisionInput, string>
{
    public Task<string> RunAsync(PinRevisionInput input, CancellationToken cancellationToken)
    {
        var (repository, needed) = input.Splits is { } splits
            ? (HubRepository.Dataset(input.Repository), splits.Select(split => HubFileSelection.DatasetSplit(split.Task, split.Split)))
            : (HubRepository.Model(input.Repository), input.Contents.Select(HubRepositories.FilesOf));
        return HubRefusal.TranslateAsync(() => hub.PinAsync(repository, input.Revision, [.. needed], cancellationToken));
    }
}
