using System.Text.Json;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>Requests and results as blobs: <c>compute/{id}/request.json</c> and <c>result.json</c>.</summary>
public sealed class ComputeFiles(IBlobStore store)
{
    private const int MaxBytes = 4 << 20;

    /// <summary>The same id means the same request, so the first one stays.</summary>
    /// <exception cref="PipelineException">It is larger than workers read: a sweep repeats all parameters for each of its variants.</exception>
    public async Task WriteRequestAsync(string id, ComputeRequest request, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web);
        if (json.Length > MaxBytes)
            throw new PipelineException($"A request to the workers would have {json.Length} bytes, and they read up to {MaxBytes}; split the sweep into several entries, or shorten the lists of its parameters.");
        await store.WriteBytesAsync(BlobLayout.ComputeRequest(id), json, BlobWriteMode.Create, cancellationToken);
    }

    /// <exception cref="BlobNotFoundException">There is no such request.</exception>
    /// <exception cref="StorageException">It is damaged.</exception>
    public Task<ComputeRequest> ReadRequestAsync(string id, CancellationToken cancellationToken) =>
        store.ReadJsonAsync<ComputeRequest>(BlobLayout.ComputeRequest(id), MaxBytes, JsonSerializerOptions.Web, cancellationToken);

    /// <summary>The first worker's result stays.</summary>
    public Task<bool> WriteResultAsync(string id, ComputeResult result, CancellationToken cancellationToken) =>
        store.WriteJsonAsync(BlobLayout.ComputeResult(id), result, BlobWriteMode.Create, JsonSerializerOptions.Web, cancellationToken);

    /// <returns>Null while there is none.</returns>
    public async Task<ComputeResult?> FindResultAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync<ComputeResult>(BlobLayout.ComputeResult(id), MaxBytes, JsonSerializerOptions.Web, cancellationToken);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
    }

    public async Task DeleteResultAsync(string id, CancellationToken cancellationToken) =>
        await store.DeleteAsync(BlobLayout.ComputeResult(id), cancellationToken);
}
