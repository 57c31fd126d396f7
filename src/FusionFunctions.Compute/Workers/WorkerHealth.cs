using System.Diagnostics.Metrics;
using System.Net;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Workers;

/// <summary><c>GET /healthz</c> for probes, <c>GET /metrics</c> for Prometheus.</summary>
internal sealed class WorkerHealth : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PrometheusText _text;

    private WorkerHealth(WebApplication app, PrometheusText text) => (_app, _text) = (app, text);

    /// <param name="address">Where.</param>
    /// <param name="metrics">The worker's own.</param>
    /// <param name="more">Meters that are served as well.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<WorkerHealth> StartAsync(
        IPEndPoint address, WorkerMetrics metrics, IReadOnlyList<Meter> more, CancellationToken cancellationToken)
    {
        var text = new PrometheusText([metrics.Meter, ComputeMetrics.Meter, .. more]);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(address));
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, metrics, text));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new PipelineException($"Health and metrics cannot be served at {address}: {e.Message} Choose another port (FUSION_HEALTH).", e);
        }
        return new(app, text);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _text.Dispose();
    }

    private static Task AnswerAsync(HttpContext context, WorkerMetrics metrics, PrometheusText text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        switch (context.Request.Path.Value)
        {
            case "/healthz":
                bool isHealthy = metrics.IsHealthy;
                context.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                return context.Response.WriteAsync(isHealthy ? "ok\n" : "the queue has not answered for minutes\n");
            case "/metrics":
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return context.Response.WriteAsync(text.ToString());
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
