using Azure.Core;
using Azure.Identity;

namespace FusionFunctions.Tests.Storage;

/// <summary>An identity library that found no credential, or whose sign-in failed.</summary>
internal sealed class FailingCredential(bool unavailable) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw (unavailable ? new CredentialUnavailableException("no body c2VjcmV0") : new AuthenticationFailedException("no body c2VjcmV0"));

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}
