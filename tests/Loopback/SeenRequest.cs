namespace FusionFunctions.Tests.Hub.Loopback;

/// <param name="Path">With its query, as it came.</param>
/// <param name="Authorization">Null where the header was not sent.</param>
/// <param name="Range">The header.</param>
/// <param name="IfRange">The header.</param>
/// <param name="AcceptEncoding">The header.</param>
internal sealed record SeenRequest(string Path, string? Authorization, string? Range, string? IfRange, string? AcceptEncoding);
