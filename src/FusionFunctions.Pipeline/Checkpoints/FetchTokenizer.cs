using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Makes the tokenizer's vocabulary readable.</summary>
public sealed class FetchTokenizer(CheckpointSources sources, BlobLocations locations) : IActivity<CheckpointReference, FetchedTokenizer>
{
    public async Task<FetchedTokenizer> RunAsync(CheckpointReference input, CancellationToken cancellationToken)
    {
        var (folder, _, _) = await sources.FetchAsync(input, CheckpointContent.Tokenizer, cancellationToken);
        try
        {
            return new(folder, await FileDigest.OfAsync(locations.StoreOf(folder), BlobPath.Parse(folder.File(ModelFiles.Vocabulary).Path), cancellationToken));
        }
        catch (BlobNotFoundException e)
        {
            throw new CheckpointException($"{folder}: has no {ModelFiles.Vocabulary}. Name a folder that has one as 'tokenizer:' of the model pool.", e);
        }
    }
}
