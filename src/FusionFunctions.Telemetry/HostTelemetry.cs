using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FusionFunctions.Telemetry;

/// <summary>The telemetry of a program that has no host of its own; dispose of it to send what is left. Where nobody is to be told, it does nothing.</summary>
public sealed class HostTelemetry : IDisposable
{
    /// <summary>A receiver that is away must not hold up the program's end for longer.</summary>
    private const int PatienceMilliseconds = 5000;

    private readonly OpenTelemetrySdk? _sdk;

    private HostTelemetry(OpenTelemetrySdk? sdk, ILoggerFactory loggers) => (_sdk, Loggers) = (sdk, loggers);

    public ILoggerFactory Loggers { get; }

    /// <param name="service">The program's name, unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    /// <param name="logging">Where log entries go besides; null for nowhere.</param>
    /// <exception cref="Pipeline.PipelineException">See <see cref="TelemetrySettings.FromEnvironment"/>.</exception>
    public static HostTelemetry Start(string service, Action<ILoggingBuilder>? logging = null)
    {
        var settings = TelemetrySettings.FromEnvironment();
        if (!settings.IsOn)
            return new(null, logging is null ? NullLoggerFactory.Instance : LoggerFactory.Create(logging));
        var sdk = OpenTelemetrySdk.Create(telemetry =>
        {
            telemetry.ConfigureResource(resource => resource.AddService(service).AddEnvironmentVariableDetector());
            telemetry.AddFusion(settings);
            telemetry.Services.AddLogging(logging ?? (_ => { }));
        });
        return new(sdk, sdk.GetLoggerFactory());
    }

    public void Dispose()
    {
        if (_sdk is null)
        {
            Loggers.Dispose();
            return;
        }
        // Side by side, so that the three together take no longer than one.
        Parallel.Invoke(
            () => _sdk.TracerProvider.Shutdown(PatienceMilliseconds),
            () => _sdk.MeterProvider.Shutdown(PatienceMilliseconds),
            () => _sdk.LoggerProvider.Shutdown(PatienceMilliseconds));
        _sdk.Dispose();
    }
}
