using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FusionFunctions.Storage.Azure;

internal static class AzureListing
{
    /// <summary>All blobs whose name starts with the prefix, ordinal by path. Names that are no blob paths are left out.</summary>
    public static async Task<List<BlobEntry>> ReadAsync(
        BlobContainerClient container, string? prefix, CancellationToken cancellationToken)
    {
        var entries = new List<BlobEntry>();
        try
        {
            var options = new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata };
            await foreach (var blob in container.GetBlobsAsync(options, cancellationToken))
                if (BlobPath.TryParse(blob.Name, out var path) && !IsFolder(blob))
                    entries.Add(new(path, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? default, blob.Properties.ETag?.ToString("H") ?? ""));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // As with a directory, a container that is not there yet holds nothing.
        }
        // The service orders by UTF-8, and accounts with a hierarchical namespace order folder by folder.
        entries.Sort((a, b) => string.CompareOrdinal(a.Path.Value, b.Path.Value));
        return entries;
    }

    /// <summary>With a hierarchical namespace, folders show as empty blobs.</summary>
    private static bool IsFolder(BlobItem blob) => blob.Metadata?.ContainsKey("hdi_isfolder") is true;
}
