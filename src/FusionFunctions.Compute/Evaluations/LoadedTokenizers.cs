using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Compute.Caching;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Tokenizers by their vocabulary's digest.</summary>
internal sealed class LoadedTokenizers(BlobLocations locations)
{
    private readonly LeasedCache<string, T5Tokenizer> _cache = new(idle: 1, "tokenizers");

    public Task<Lease<T5Tokenizer>> GetAsync(FetchedTokenizer tokenizer, CancellationToken cancellationToken) =>
        _cache.GetAsync(tokenizer.Digest, stop => LoadAsync(tokenizer, stop), cancellationToken);

    private async Task<T5Tokenizer> LoadAsync(FetchedTokenizer tokenizer, CancellationToken cancellationToken)
    {
        using var span = ComputeSpans.LoadTokenizer();
        var (folder, store) = (tokenizer.Folder, locations.StoreOf(tokenizer.Folder));
        byte[] vocabulary = await SpieceModelFile.ReadAsync(store, folder.Path, folder.ToString(), cancellationToken);
        if (FileDigest.Of(vocabulary) != tokenizer.Digest)
            throw new PipelineException($"{folder}: {ModelFiles.Vocabulary} changed while the run was going on. Run the experiment again.");
        return T5Tokenizer.Create(vocabulary, folder.ToString());
    }
}
