using System.Text.RegularExpressions;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace FusionFunctions.Storage.Azure;

/// <summary>Makes a container's client out of a connection string or an address. No message repeats a part that may be secret.</summary>
internal static partial class AzureAddress
{
    private const string DefaultContainer = "fusion";

    public static bool IsConnectionString(string text) => ConnectionStringKey().IsMatch(text);

    /// <summary>A connection string of Azure Storage, with one part more, <c>Container=NAME</c>.</summary>
    public static BlobContainerClient FromConnectionString(string text, bool isPatient)
    {
        var parts = ConnectionText.Parse(text);
        string container = CheckedContainer(parts.Container ?? DefaultContainer);
        try
        {
            return new BlobServiceClient(parts.Account, Options(new BlobServiceClient(parts.Account).Uri, isPatient)).GetBlobContainerClient(container);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StorageException(
                "The store's connection string is not valid; it is not shown here, for it may hold a key. Copy it anew from the account's access keys.");
        }
    }

    /// <summary><c>https://ACCOUNT.blob.core.windows.net/CONTAINER</c>, with the identity of whoever runs this, or with a signature as its query.</summary>
    public static BlobContainerClient FromUrl(string text, bool isPatient)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            throw NotAnAddress("The store's address is not valid");
        bool secure = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
        if (!secure)
            throw NotAnAddress($"'{uri.Scheme}://' is no kind of store there is");
        var parts = new BlobUriBuilder(uri);
        if (parts.BlobName.Length > 0 || parts.Snapshot.Length > 0 || parts.VersionId.Length > 0)
            throw NotAnAddress($"'{uri.GetLeftPart(UriPartial.Path)}' leads below a container; the store is the container itself");
        if (parts.Sas is null && (uri.Query.Length > 0 || uri.Scheme != Uri.UriSchemeHttps))
            throw NotAnAddress($"'{uri.GetLeftPart(UriPartial.Path)}' comes with no signature, and over http or with a query it needs one");
        if (parts.Sas is null && !AzureHost().IsMatch(uri.Host))
            throw NotAnAddress($"'{uri.Host}' is no host of Azure Blob Storage, so no identity is shown to it");
        parts.BlobContainerName = CheckedContainer(parts.BlobContainerName is { Length: > 0 } name ? name : DefaultContainer);
        var container = parts.ToUri();
        return parts.Sas is null ? new(container, new DefaultAzureCredential(), Options(container, isPatient)) : new(container, Options(container, isPatient));
    }

    private static StorageException NotAnAddress(string problem) => new(
        $"{problem}. Give --store a directory, https://ACCOUNT.blob.core.windows.net/CONTAINER, a connection string, or env:NAME for one in the environment.");

    private static string CheckedContainer(string name) => ContainerName().IsMatch(name)
        ? name
        : throw new StorageException("The container's name must be 3 to 63 lower-case letters, digits and single hyphens, beginning and ending with a letter or digit.");

    private static BlobClientOptions Options(Uri uri, bool isPatient) => new()
    {
        Retry = { MaxRetries = Retries(uri, isPatient) },
        Diagnostics = { ApplicationId = "FusionFunctions", IsLoggingEnabled = false },
    };

    /// <summary>About a minute of patience; a few seconds for an emulator, which most often is simply not running.</summary>
    public static int Retries(Uri uri, bool isPatient) => uri.IsLoopback && !isPatient ? 2 : 6;

    [GeneratedRegex(
        @"(^|;)\s*(UseDevelopmentStorage|DefaultEndpointsProtocol|AccountName|AccountKey|BlobEndpoint|QueueEndpoint|SharedAccessSignature)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ConnectionStringKey();

    [GeneratedRegex(
        @"\.blob\.(core\.windows\.net|core\.usgovcloudapi\.net|core\.chinacloudapi\.cn|storage\.azure\.net)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AzureHost();

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
