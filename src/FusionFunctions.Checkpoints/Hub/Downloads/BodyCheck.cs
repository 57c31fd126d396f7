using System.Net;
using FusionFunctions.Checkpoints.Hub.Transport;

namespace FusionFunctions.Checkpoints.Hub.Downloads;

/// <summary>Whether a body continues, at the right byte, what has arrived.</summary>
internal static class BodyCheck
{
    /// <summary>Whether the server no longer has what the first bytes came from. Two entities are never joined (RFC 9110, 15.3.7.3).</summary>
    public static bool IsGone(HubResponse response, RequestRange rest) => response.Status switch
    {
        HttpStatusCode.RequestedRangeNotSatisfiable => true,
        HttpStatusCode.PartialContent => rest.Entity is { } first && response.StrongEntity is { } now && !now.Equals(first),
        _ => false,
    };

    /// <param name="response">A successful one.</param>
    /// <param name="expected">The whole file.</param>
    /// <param name="received">Bytes of it that have arrived before.</param>
    /// <param name="what">For messages.</param>
    /// <exception cref="HubException">It is compressed, another range than the one asked for, or longer than declared.</exception>
    public static void RequireRest(HubResponse response, ExpectedContent expected, long received, string what)
    {
        var content = response.Content;
        if (content.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            throw Damaged($"{what}: {response.Host} sends it compressed although plain bytes were asked for.");
        if (response.Status == HttpStatusCode.PartialContent
            && (received == 0 || content.ContentRange is not { Unit: "bytes", From: { } from } range || from != received
                || (range.Length is { } length && length != expected.Size)))
            throw Damaged($"{what}: {response.Host} sends another range than the one asked for.");
        if (content.ContentLength > expected.Size - received)
            throw Damaged($"{what}: {response.Host} announces more bytes than the {expected.Size} that the hub declares.");
    }

    private static HubException Damaged(string message) => new(HubFailure.Damaged, message);
}
