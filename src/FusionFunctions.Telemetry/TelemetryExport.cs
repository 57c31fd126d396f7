using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;

namespace FusionFunctions.Telemetry;

/// <summary>What is heard, and by whom.</summary>
public static class TelemetryExport
{
    /// <summary>Every station names its sources and meters after its project.</summary>
    private const string Ours = "FusionFunctions.*";

    private const string SamplerVariable = "OTEL_TRACES_SAMPLER";

    /// <summary>Spans and metrics of all stations, and all that is logged, to where the settings say.</summary>
    public static IOpenTelemetryBuilder AddFusion(this IOpenTelemetryBuilder telemetry, TelemetrySettings settings)
    {
        telemetry
            .WithTracing(tracing => tracing.AddSource(Ours))
            .WithMetrics(metrics => metrics.AddMeter(Ours))
            .WithLogging(null, logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
        if (settings.ToOtlp)
            telemetry.UseOtlpExporter();
        if (settings.AzureMonitor is { } connection)
            telemetry.AddAzureMonitor(options => Configure(options, connection, settings.AzureIdentity));
        return telemetry;
    }

    /// <summary>Each signal by itself: what adds all three at once waits for a generic host to start, which the command line does not have.</summary>
    private static void AddAzureMonitor(this IOpenTelemetryBuilder telemetry, Action<AzureMonitorExporterOptions> configure) => telemetry
        .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(configure))
        .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(configure))
        .WithLogging(logging => logging.AddAzureMonitorLogExporter(configure));

    private static void Configure(AzureMonitorExporterOptions options, string connection, string? identity)
    {
        options.ConnectionString = connection;
        options.Credential = AzureMonitorIdentity.Of(identity);
        options.EnableLiveMetrics = false;
        // Left to themselves, processes would keep a part of their traces each, and of a run's trace only pieces.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SamplerVariable)))
            (options.TracesPerSecond, options.SamplingRatio) = (null, 1);
    }
}
