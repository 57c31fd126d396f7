using Azure.Core;
using Azure.Identity;

namespace FusionFunctions.Storage.Azure;

/// <summary>Whoever runs this process. One credential for all clients: it keeps the tokens, and what it had to try before one was given.</summary>
internal static class AzureIdentity
{
    private static readonly Lazy<TokenCredential> s_credential = new(() => new DefaultAzureCredential());

    public static TokenCredential Credential => s_credential.Value;
}
