using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Storage;

namespace FusionFunctions.Samples;

/// <summary>Indented JSON with a line end, the same on every platform.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task WriteAsync(IBlobStore store, string path, JsonObject json, CancellationToken cancellationToken) =>
        store.WriteTextAsync(BlobPath.Parse(path), json.ToJsonString(s_options) + "\n", BlobWriteMode.Replace, cancellationToken);
}
