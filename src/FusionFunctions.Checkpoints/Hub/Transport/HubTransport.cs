using System.Net;
using System.Net.Http.Headers;

namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>One GET, its redirects followed by hand, so that the token stays with the hub.</summary>
internal sealed class HubTransport(HttpMessageInvoker invoker, HubOptions options, TimeProvider time)
{
    private const int MaxRedirects = 8;
    private static readonly ProductInfoHeaderValue s_userAgent =
        new("FusionFunctions", typeof(HubTransport).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>The first answer that is no redirect, whatever its status.</summary>
    /// <exception cref="HubException">No answer in time, or a redirect to where we do not go.</exception>
    public async Task<HubResponse> GetAsync(Uri address, RequestRange? range, CancellationToken cancellationToken)
    {
        var seen = new HubHeaders();
        for (int hop = 0; hop <= MaxRedirects; hop++)
        {
            bool isHub = HubEndpoint.IsHub(address, options.Endpoint);
            var message = await SendAsync(address, isHub, range, cancellationToken);
            if (isHub)
                seen = seen.With(message);
            if (message.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return new HubResponse(message, address, isHub, seen, options.StallTimeout, time);
            using (message)
                address = Target(address, message.Headers.Location);
        }
        throw new HubException(HubFailure.Damaged, $"{options.Endpoint} redirects more than {MaxRedirects} times for one file. Check HF_ENDPOINT.");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, bool isHub, RequestRange? range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(s_userAgent.Product!));
        // Digests and sizes are those of the plain bytes.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (isHub && options.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        range?.AddTo(request.Headers);

        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await invoker.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException(HubFailure.Unavailable, timeout.IsCancellationRequested
                ? $"{address.Authority} did not answer within {options.ResponseTimeout.TotalSeconds:0} s."
                : $"{address.Authority} cannot be reached: no connection in time.", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new HubException(HubFailure.Damaged, $"{address.Authority} sent headers beyond any sensible size.", e);
        }
        catch (HttpRequestException e)
        {
            throw new HubException(HubFailure.Unavailable, $"{address.Authority} cannot be reached: {Printable.Sentence(e.Message)}", e);
        }
    }

    private Uri Target(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var target))
            throw new HubException(HubFailure.Damaged, $"{from.Authority} answered with a redirect to no address.");
        return HubEndpoint.IsSafe(target, options.Endpoint) && target.UserInfo.Length == 0
            ? target
            : throw new HubException(HubFailure.Damaged,
                $"{from.Authority} redirects to {Printable.Text($"{target.Scheme}://{target.Authority}")}, "
                + "which is not plain https; it was not followed.");
    }
}
