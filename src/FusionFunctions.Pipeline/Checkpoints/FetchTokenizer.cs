using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>
/// Makes a tokenizer readable: its vocabulary where models are evaluated, whatever files it has where they are only merged. A vocabulary is opened
/// here, once a run, so that an unusable one ends the run before anything is merged.
/// </summary>
public sealed class FetchTokenizer(CheckpointSources sources, BlobLocations locations) : IActivity<FetchTokenizerInput, FetchedTokenizer>
{
    /// <exception cref="CheckpointException">The folder has no files of a tokenizer.</exception>
    /// <exception cref="T5FormatException">An evaluation's vocabulary is missing, or is not one of T5's.</exception>
    public async Task<FetchedTokenizer> RunAsync(FetchTokenizerInput input, CancellationToken cancellationToken)
    {
        var (folder, _, _) = await sources.FetchAsync(input.Tokenizer, CheckpointContent.Tokenizer, cancellationToken);
        var store = locations.StoreOf(folder);
        return input.IsRead ? await OpenAsync(store, folder, cancellationToken) : await FindAsync(store, folder, cancellationToken);
    }

    private static async Task<FetchedTokenizer> OpenAsync(IBlobStore store, BlobLocation folder, CancellationToken cancellationToken)
    {
        byte[] vocabulary = await SpieceModelFile.ReadAsync(store, folder.Path, $"{folder}", cancellationToken);
        return new(folder, FileDigest.Of(vocabulary), T5Tokenizer.Create(vocabulary, $"{folder}").Pieces);
    }

    private static async Task<FetchedTokenizer> FindAsync(IBlobStore store, BlobLocation folder, CancellationToken cancellationToken)
    {
        string file = await TokenizerFiles.FindAsync(store, folder.Path, cancellationToken)
            ?? throw new CheckpointException($"{folder}: has no files of a tokenizer, such as tokenizer.json. Name a folder that has them.");
        return new(folder, await FileDigest.OfAsync(store, BlobPath.Parse(folder.File(file).Path), cancellationToken));
    }
}
