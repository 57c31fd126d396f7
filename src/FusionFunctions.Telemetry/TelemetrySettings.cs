using FusionFunctions.Pipeline;

namespace FusionFunctions.Telemetry;

/// <summary>Where traces, metrics and logs go: to an OTLP endpoint, to Azure Monitor, to both or to nobody.</summary>
/// <param name="ToOtlp">The SDK itself reads where, how and with which headers: the variables <c>OTEL_…</c>.</param>
/// <param name="AzureMonitor">A connection string of Application Insights, or null.</param>
/// <param name="AzureIdentity">How to be known there, as the Functions host reads it; null where the connection string suffices.</param>
public sealed record TelemetrySettings(bool ToOtlp, string? AzureMonitor, string? AzureIdentity)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Connection = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    public bool IsOn => ToOtlp || AzureMonitor is not null;

    /// <exception cref="PipelineException">A variable is not valid. The message repeats no value, for it may be secret.</exception>
    public static TelemetrySettings FromEnvironment()
    {
        string? endpoint = Text(Endpoint);
        if (endpoint is not null && !IsWebAddress(endpoint))
            throw new PipelineException($"{Endpoint} must be an address such as http://localhost:4317; unset it to send no telemetry.");
        string? connection = Text(Connection);
        if (connection?.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase) == false)
            throw new PipelineException($"{Connection} is no connection string of Application Insights; copy it anew, or unset it to send no telemetry.");
        return new(endpoint is not null, connection, Text(Authentication));
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static string? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } text ? text : null;
}
