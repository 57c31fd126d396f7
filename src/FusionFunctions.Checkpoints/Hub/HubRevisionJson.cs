using System.Text.Json;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub;

/// <summary>Reads the answer of <c>GET /api/{models|datasets}/{repo}/revision/{revision}?blobs=true</c>.</summary>
internal static class HubRevisionJson
{
    public const int MaxBytes = 16 << 20;

    public static HubRevision Parse(ReadOnlyMemory<byte> json, HubRepository repository)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            string? commit = Text(document.RootElement, "sha");
            if (commit is null || !HubRevisionName.IsCommit(commit))
                throw new JsonException("'sha' is not a commit");
            var files = document.RootElement.GetProperty("siblings").EnumerateArray().Select(File).OfType<HubFile>();
            return new(repository, commit, [.. files.DistinctBy(file => file.Path).OrderBy(file => file.Path.Value, StringComparer.Ordinal)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException(HubFailure.Damaged,
                $"{repository}: the listing of its files is not what a Hugging Face hub gives ({Printable.Text(e.Message)}). Check HF_ENDPOINT.",
                e);
        }
    }

    /// <summary>Null for a file whose name could never be fetched.</summary>
    private static HubFile? File(JsonElement sibling)
    {
        if (Text(sibling, "rfilename") is not { } name || !BlobPath.TryParse(name, out var path))
            return null;
        if (!sibling.TryGetProperty("lfs", out var lfs) || lfs.ValueKind != JsonValueKind.Object)
            return new(path, Size(sibling), GitSha1: Digest(sibling, "blobId", HexDigest.GitSha1Length));
        // The blob id of a large file is its pointer's; its size stands in 'lfs', and in old answers only there.
        return new(path, Size(lfs) ?? Size(sibling), Sha256: Digest(lfs, "sha256", HexDigest.Sha256Length));
    }

    private static string? Text(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Size(JsonElement json) =>
        json.TryGetProperty("size", out var value) && value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out long size) && size >= 0 ? size : throw new JsonException("a file's size is not a byte count")
            : null;

    private static string? Digest(JsonElement json, string key, int length) =>
        Text(json, key) is not { } text ? null
        : HexDigest.IsHex(text, length) ? text
        : throw new JsonException($"'{key}' is not a digest");
}
