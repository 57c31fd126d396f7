using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Compute.Caching;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Data sets as a tokenizer cuts them; every model of a run reads the same ones.</summary>
internal sealed class TokenizedDatasets(BlobLocations locations, int idle)
{
    private readonly LeasedCache<(string Dataset, string Task, int Rows, string Tokenizer), TokenizedDataset> _cache =
        new(idle, "datasets", dataset => dataset.HasFailed);

    public Task<Lease<TokenizedDataset>> GetAsync(FetchedDataset dataset, FetchedTokenizer tokenizer, T5Tokenizer t5, CancellationToken cancellationToken) =>
        _cache.GetAsync((dataset.Digest, dataset.Task, dataset.Rows, tokenizer.Digest), stop => OpenAsync(dataset, t5, stop), cancellationToken);

    private async Task<TokenizedDataset> OpenAsync(FetchedDataset dataset, T5Tokenizer t5, CancellationToken cancellationToken)
    {
        using var span = ComputeSpans.LoadDataset(dataset);
        if (await FileDigest.OfAsync(locations.StoreOf(dataset.File), BlobPath.Parse(dataset.File.Path), cancellationToken) != dataset.Digest)
            throw new PipelineException($"{dataset.File}: the data set changed while the run was going on. Run the experiment again.");
        var file = await locations.OpenAsync(dataset.File, cancellationToken);
        return new(stop => GlueDataset.ReadAsync(GlueTasks.Find(dataset.Task), file, dataset.Rows, stop), prompt => t5.Encode(prompt));
    }
}
