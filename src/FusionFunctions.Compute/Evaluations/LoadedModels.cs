using FusionFunctions.Compute.Caching;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.FlanT5;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Models by their digest, ready to generate.</summary>
internal sealed class LoadedModels(BlobLocations locations, int idle, string device)
{
    private readonly LeasedCache<(string Digest, ScalarType Type), FlanT5Model> _cache = new(idle, "models");

    /// <param name="model">What is loaded.</param>
    /// <param name="type">What its weights become.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    public Task<Lease<FlanT5Model>> GetAsync(ModelReference model, ScalarType type, CancellationToken cancellationToken) =>
        _cache.GetAsync((model.Digest, type), stop => LoadAsync(model, type, stop), cancellationToken);

    private async Task<FlanT5Model> LoadAsync(ModelReference model, ScalarType type, CancellationToken cancellationToken)
    {
        using var span = ComputeSpans.LoadModel(model);
        await using var open = await OpenModels.OpenAsync([model], locations, cancellationToken);
        var loaded = await FlanT5Model.LoadAsync(open.Models[0].Config, open.Models[0].Input.Tensors, device, type, cancellationToken);
        try
        {
            await open.RequireUnchangedAsync(cancellationToken);
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }
}
