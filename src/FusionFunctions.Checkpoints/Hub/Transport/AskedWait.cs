using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Hub.Transport;

/// <summary>How long a server asks to wait: <c>Retry-After</c>, or what the hub says of its rate limit.</summary>
internal static partial class AskedWait
{
    /// <returns>Null where it does not ask.</returns>
    public static TimeSpan? Of(HubResponse response, TimeProvider time)
    {
        if (response.RetryAfter is not { } header)
            return response.Status == HttpStatusCode.TooManyRequests ? RateLimitReset(response.Header("RateLimit")) : null;
        var wait = header.Delta ?? header.Date - time.GetUtcNow() ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>
    /// <c>RateLimit: "api";r=0;t=55</c>: nothing remains, and the window ends in 55 s. One more second, since that is rounded.
    /// Source: draft-ietf-httpapi-ratelimit-headers-09.
    /// </summary>
    private static TimeSpan? RateLimitReset(string? header) =>
        header is { Length: < 200 } && RateLimit().Match(header) is { Success: true } match
        && match.Groups["remaining"].ValueSpan.TrimStart('0').IsEmpty
            ? TimeSpan.FromSeconds(1 + int.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    [GeneratedRegex("""
        \A\s*"[^"]*"\s*;\s*r\s*=\s*(?<remaining>[0-9]+)\s*;\s*t\s*=\s*(?<seconds>[0-9]{1,8})(?![0-9])
        """, RegexOptions.CultureInvariant)]
    private static partial Regex RateLimit();
}
