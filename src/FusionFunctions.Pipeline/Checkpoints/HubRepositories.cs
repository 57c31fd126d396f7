using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Checkpoints of the Hugging Face hub, through the cache in the store.</summary>
public sealed class HubRepositories(HubFetcher hub, IProgress<HubProgress>? progress = null) : ICheckpointSource
{
    public CheckpointKind Kind => CheckpointKind.Hub;

    public async Task<SourcedFolder> FetchAsync(CheckpointReference reference, CheckpointContent content, CancellationToken cancellationToken)
    {
        var snapshot = await HubRefusal.TranslateAsync(() =>
            hub.FetchAsync(HubRepository.Model(reference.Location), reference.Revision, FilesOf(content), progress, cancellationToken));
        return new(HubLocation.Of(snapshot), MayChange: false, reference.Location);
    }

    internal static HubFileSelection FilesOf(CheckpointContent content) => content switch
    {
        CheckpointContent.Model => HubFileSelection.Model,
        CheckpointContent.ModelAlone => HubFileSelection.ModelAlone,
        CheckpointContent.Adapter => HubFileSelection.Adapter,
        _ => HubFileSelection.Tokenizer,
    };
}
