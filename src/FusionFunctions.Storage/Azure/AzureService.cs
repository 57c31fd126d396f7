using System.Text.RegularExpressions;
using Azure.Core;

namespace FusionFunctions.Storage.Azure;

/// <summary>What addresses and connection strings of a service of Azure Storage have to be. No message repeats a part that may be secret.</summary>
/// <param name="Name">As its hosts call it.</param>
/// <param name="Thing">What is opened by an address.</param>
/// <param name="Part">What of the account the address names.</param>
/// <param name="LongestName">Of the part, in letters.</param>
/// <param name="Remedy">What to give instead of an address that is none.</param>
internal sealed partial record AzureService(string Name, string Thing, string Part, int LongestName, string Remedy)
{
    private static readonly string[] s_clouds = ["core.windows.net", "core.usgovcloudapi.net", "core.chinacloudapi.cn", "storage.azure.net"];

    /// <exception cref="StorageException">It is none, or one that shows what is sent to it to others on the way.</exception>
    public Uri Address(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            throw NotAnAddress($"The {Thing}'s address is not valid");
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            ? uri
            : throw NotAnAddress($"'{uri.Scheme}://' is no kind of {Thing} there is");
    }

    /// <summary>For an address without a signature: whoever gets the identity's token may do what the identity may.</summary>
    /// <exception cref="StorageException">The address is not one that an identity is shown to.</exception>
    public void RequireOwnHost(Uri uri)
    {
        if (uri.Query.Length > 0 || uri.Scheme != Uri.UriSchemeHttps)
            throw NotAnAddress($"'{uri.GetLeftPart(UriPartial.Path)}' comes with no signature, and over http or with a query it needs one");
        if (!s_clouds.Any(cloud => uri.Host.EndsWith($".{Name}.{cloud}", StringComparison.OrdinalIgnoreCase)))
            throw NotAnAddress($"'{uri.Host}' is no host of Azure {Name} Storage, so no identity is shown to it");
    }

    /// <exception cref="StorageException">The service gives no such names.</exception>
    public string CheckedName(string name) => name.Length >= 3 && name.Length <= LongestName && Words().IsMatch(name)
        ? name
        : throw new StorageException(
            $"The {Part}'s name must be 3 to {LongestName} lower-case letters, digits and single hyphens, beginning and ending with a letter or digit.");

    /// <summary>Makes a client of a connection string.</summary>
    /// <exception cref="StorageException">The string is not valid.</exception>
    public T FromConnectionString<T>(Func<T> client)
    {
        try
        {
            return client();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StorageException(
                $"The {Thing}'s connection string is not valid; it is not shown here, for it may hold a key. Copy it anew from the account's access keys.");
        }
    }

    /// <summary>About a minute of patience; a few seconds for an emulator, which most often is simply not running.</summary>
    public static T Tuned<T>(T options, Uri uri, bool isPatient) where T : ClientOptions
    {
        options.Retry.MaxRetries = uri.IsLoopback && !isPatient ? 2 : 6;
        options.Diagnostics.ApplicationId = "FusionFunctions";
        options.Diagnostics.IsLoggingEnabled = false;
        return options;
    }

    public StorageException NotAnAddress(string problem) => new($"{problem}. {Remedy}");

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
