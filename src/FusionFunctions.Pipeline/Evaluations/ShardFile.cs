using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>A shard's score as a blob: <c>evaluations/{digest}/{task}/{shard}.json</c>.</summary>
public static class ShardFile
{
    /// <summary>Stands for the device of a shard that does not tell.</summary>
    public const string UnknownDevice = "unknown";

    private const int MaxBytes = 1 << 20;
    private const string DeviceKey = "device";
    private const string NonFiniteKey = "non_finite";
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The first writer wins: another one on such a device has the same score.</summary>
    public static Task WriteAsync(IBlobStore store, BlobPath path, EvaluatedShard shard, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToNode(shard.Score, s_json)!;
        json[DeviceKey] = shard.Device;
        if (shard.NonFinite.Count > 0)
            json[NonFiniteKey] = JsonSerializer.SerializeToNode(shard.NonFinite, s_json);
        return store.WriteJsonAsync(path, json, BlobWriteMode.Create, s_json, cancellationToken);
    }

    /// <exception cref="StorageException">The blob is damaged.</exception>
    public static async Task<EvaluatedShard> ReadAsync(IBlobStore store, BlobPath path, CancellationToken cancellationToken)
    {
        var json = await store.ReadJsonAsync<JsonObject>(path, MaxBytes, s_json, cancellationToken);
        try
        {
            var score = json.Deserialize<ShardScore>(s_json)!;
            return new(score, json[DeviceKey]?.GetValue<string>() ?? UnknownDevice) { NonFinite = json[NonFiniteKey]?.Deserialize<string[]>(s_json) ?? [] };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StorageException($"'{path}' in {store.Name} is damaged ({e.Message}); delete it and run again.", e);
        }
    }
}
