using System.Text.Json;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>A shard's score as a blob: <c>evaluations/{digest}/{task}/{shard}.json</c>.</summary>
public static class ShardFile
{
    private const int MaxBytes = 1 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The first writer wins: another one has the same score.</summary>
    public static Task WriteAsync(IBlobStore store, BlobPath path, ShardScore score, CancellationToken cancellationToken) =>
        store.WriteJsonAsync(path, score, BlobWriteMode.Create, Json, cancellationToken);

    /// <exception cref="StorageException">The blob is damaged.</exception>
    public static Task<ShardScore> ReadAsync(IBlobStore store, BlobPath path, CancellationToken cancellationToken) =>
        store.ReadJsonAsync<ShardScore>(path, MaxBytes, Json, cancellationToken);
}
