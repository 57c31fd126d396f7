using Azure.Core;
using Azure.Identity;

namespace FusionFunctions.Telemetry;

/// <summary>
/// The identity for Application Insights that takes no keys, written as the Functions host takes it:
/// <c>Authorization=AAD</c> for the system's, <c>Authorization=AAD;ClientId=…</c> for a user-assigned one.
/// </summary>
internal static class AzureMonitorIdentity
{
    /// <returns>Null where nothing is asked for.</returns>
    public static TokenCredential? Of(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .DistinctBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("Authorization", out string? kind) || !kind.Equals("AAD", StringComparison.OrdinalIgnoreCase))
            return null;
        return new ManagedIdentityCredential(parts.TryGetValue("ClientId", out string? client)
            ? ManagedIdentityId.FromUserAssignedClientId(client)
            : ManagedIdentityId.SystemAssigned);
    }
}
