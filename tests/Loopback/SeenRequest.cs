using System.Globalization;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <param name="Path">With its query, as it came.</param>
/// <param name="Authorization">Null where the header was not sent.</param>
/// <param name="Range">The header.</param>
/// <param name="IfRange">The header.</param>
/// <param name="AcceptEncoding">The header.</param>
internal sealed record SeenRequest(string Path, string? Authorization, string? Range, string? IfRange, string? AcceptEncoding)
{
    /// <summary>The first byte of the range, which has no end.</summary>
    public long From => long.Parse(Range!["bytes=".Length..^1], CultureInfo.InvariantCulture);
}
