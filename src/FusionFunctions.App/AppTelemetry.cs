using FusionFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;

namespace FusionFunctions.App;

/// <summary>
/// The worker's part of the telemetry; the host sends its own, orchestrations and activities among it, where host.json's
/// <c>telemetryMode</c> says so.
/// </summary>
internal static class AppTelemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        var settings = TelemetrySettings.FromEnvironment();
        if (settings.IsOn)
            services.AddOpenTelemetry().UseFunctionsWorkerDefaults().AddFusion(settings);
        return services;
    }
}
