using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Makes a tokenizer readable: its vocabulary where models are evaluated, whatever files it has where they are only merged.</summary>
public sealed class FetchTokenizer(CheckpointSources sources, BlobLocations locations) : IActivity<FetchTokenizerInput, FetchedTokenizer>
{
    public async Task<FetchedTokenizer> RunAsync(FetchTokenizerInput input, CancellationToken cancellationToken)
    {
        var (folder, _, _) = await sources.FetchAsync(input.Tokenizer, CheckpointContent.Tokenizer, cancellationToken);
        var store = locations.StoreOf(folder);
        string file = input.IsRead
            ? ModelFiles.Vocabulary
            : await TokenizerFiles.FindAsync(store, folder.Path, cancellationToken)
                ?? throw new CheckpointException($"{folder}: has no files of a tokenizer, such as tokenizer.json. Name a folder that has them.");
        try
        {
            return new(folder, await FileDigest.OfAsync(store, BlobPath.Parse(folder.File(file).Path), cancellationToken));
        }
        catch (BlobNotFoundException e)
        {
            throw new CheckpointException($"{folder}: has no {file}. Name a folder that has one as 'tokenizer:' of the model pool.", e);
        }
    }
}
