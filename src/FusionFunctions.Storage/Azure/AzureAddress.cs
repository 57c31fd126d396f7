using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace FusionFunctions.Storage.Azure;

/// <summary>Makes a container's client out of a connection string or an address.</summary>
internal static partial class AzureAddress
{
    private const string DefaultContainer = "fusion";

    private static readonly AzureService s_service = new(
        "Blob", "store", "container", 63,
        "Give --store a directory, https://ACCOUNT.blob.core.windows.net/CONTAINER, a connection string, or env:NAME for one in the environment.");

    public static bool IsConnectionString(string text) => ConnectionStringKey().IsMatch(text);

    /// <summary>A connection string of Azure Storage, with one part more, <c>Container=NAME</c>.</summary>
    public static BlobContainerClient FromConnectionString(string text, bool isPatient)
    {
        var parts = ConnectionText.Parse(text);
        string container = s_service.CheckedName(parts.Container ?? DefaultContainer);
        return s_service.FromConnectionString(() =>
            new BlobServiceClient(parts.Account, Options(new BlobServiceClient(parts.Account).Uri, isPatient)).GetBlobContainerClient(container));
    }

    /// <summary><c>https://ACCOUNT.blob.core.windows.net/CONTAINER</c>, with the identity of whoever runs this, or with a signature as its query.</summary>
    public static BlobContainerClient FromUrl(string text, bool isPatient)
    {
        var uri = s_service.Address(text);
        var parts = new BlobUriBuilder(uri);
        if (parts.BlobName.Length > 0 || parts.Snapshot.Length > 0 || parts.VersionId.Length > 0)
            throw s_service.NotAnAddress($"'{uri.GetLeftPart(UriPartial.Path)}' leads below a container; the store is the container itself");
        if (parts.Sas is null)
            s_service.RequireOwnHost(uri);
        parts.BlobContainerName = s_service.CheckedName(parts.BlobContainerName is { Length: > 0 } name ? name : DefaultContainer);
        var container = parts.ToUri();
        return parts.Sas is null ? new(container, AzureIdentity.Credential, Options(container, isPatient)) : new(container, Options(container, isPatient));
    }

    private static BlobClientOptions Options(Uri uri, bool isPatient) => AzureService.Tuned(new BlobClientOptions(), uri, isPatient);

    [GeneratedRegex(
        @"(^|;)\s*(UseDevelopmentStorage|DefaultEndpointsProtocol|AccountName|AccountKey|BlobEndpoint|QueueEndpoint|SharedAccessSignature)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ConnectionStringKey();
}
