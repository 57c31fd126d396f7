using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Makes a tokenizer readable.</summary>
public sealed class FetchTokenizer(CheckpointSources sources, BlobLocations locations) : IActivity<CheckpointReference, FetchedTokenizer>
{
    /// <summary>For evaluations, which read <c>spiece.model</c>.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public async Task<FetchedTokenizer> RunAsync(CheckpointReference input, CancellationToken cancellationToken)
    {
        var (folder, _, _) = await sources.FetchAsync(input, CheckpointContent.Tokenizer, cancellationToken);
        try
        {
            return await OfAsync(folder, ModelFiles.Vocabulary, cancellationToken);
        }
        catch (BlobNotFoundException e)
        {
            throw new CheckpointException($"{folder}: has no {ModelFiles.Vocabulary}. Name a folder that has one as 'tokenizer:' of the model pool.", e);
        }
    }

    /// <summary>For merges, which copy the files of whatever tokenizer there is.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public async Task<FetchedTokenizer> ForMergeAsync(CheckpointReference input, CancellationToken cancellationToken)
    {
        var (folder, _, _) = await sources.FetchAsync(input, CheckpointContent.Tokenizer, cancellationToken);
        string file = await TokenizerFiles.FindAsync(locations.StoreOf(folder), folder.Path, cancellationToken)
            ?? throw new CheckpointException($"{folder}: has no files of a tokenizer, such as tokenizer.json. Name a folder that has them.");
        return await OfAsync(folder, file, cancellationToken);
    }

    private async Task<FetchedTokenizer> OfAsync(BlobLocation folder, string file, CancellationToken cancellationToken) =>
        new(folder, await FileDigest.OfAsync(locations.StoreOf(folder), BlobPath.Parse(folder.File(file).Path), cancellationToken));
}
