using System.Text.RegularExpressions;
using FusionFunctions.Storage.Azure;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Storage;

/// <summary>Opens the store that a text names, as it is given with <c>--store</c>.</summary>
public static partial class BlobStores
{
    /// <param name="text">
    /// A directory; <c>https://ACCOUNT.blob.core.windows.net/CONTAINER</c> with the caller's identity, or with a shared access signature
    /// as its query; a connection string of Azure Storage, <c>UseDevelopmentStorage=true</c> included, with <c>Container=NAME</c> for another
    /// container than <c>fusion</c>; or <c>env:NAME</c> where the environment variable NAME holds one of these.
    /// </param>
    /// <param name="isPatient">Whether calls wait about a minute for an emulator that is away, as they do for the real service.</param>
    /// <returns>The store; nothing has been asked of it yet.</returns>
    /// <exception cref="StorageException">The text names no store. The message repeats no key and no signature.</exception>
    public static IBlobStore Open(string text, bool isPatient = false)
    {
        text = EnvironmentText.Resolve(text.Trim(), "store");
        if (AzureAddress.IsConnectionString(text))
            return new AzureBlobStore(AzureAddress.FromConnectionString(text, isPatient));
        if (Scheme().IsMatch(text))
            return new AzureBlobStore(AzureAddress.FromUrl(text, isPatient));
        if (text.Length == 0 || text.Any(char.IsControl))
            throw new StorageException("The store's name is empty or holds control characters. Give --store a directory or the address of a container.");
        return new DirectoryBlobStore(text);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+://", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
