namespace FusionFunctions.Checkpoints.Hub;

/// <summary>Which addresses may be asked, and which of them may see the token.</summary>
internal static class HubEndpoint
{
    /// <exception cref="HubException">Neither https nor http on a loopback address, or more than an address.</exception>
    public static Uri Check(Uri address)
    {
        if (!address.IsAbsoluteUri || !IsSafe(address, address) || (address.UserInfo + address.Query + address.Fragment).Length > 0)
            throw new HubException(HubFailure.BadRequest,
                "The hub's address (HF_ENDPOINT) must be https, such as https://huggingface.co, without user name, query or fragment; "
                + "http is for loopback only.");
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>Https everywhere; http only where the endpoint itself is on this machine and the address stays there.</summary>
    public static bool IsSafe(Uri address, Uri endpoint) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback && address.IsLoopback);

    public static bool IsHub(Uri address, Uri endpoint) =>
        address.Scheme == endpoint.Scheme && address.Port == endpoint.Port
        && string.Equals(address.IdnHost, endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);
}
