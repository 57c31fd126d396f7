using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>Receives OTLP over HTTP, and what Azure Monitor is sent, on a free port of 127.0.0.1 and keeps everything.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>What tells a process to send its telemetry here.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    /// <summary>What tells a process to send its telemetry here as if this were Azure Monitor.</summary>
    public Dictionary<string, string> AzureMonitor => new()
    {
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.Empty};IngestionEndpoint={_app.Urls.Single()}/",
        ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
    };

    /// <summary>What came as to Azure Monitor, one object a line.</summary>
    public IReadOnlyList<JsonNode> TrackedItems =>
    [
        .. _requests.Where(request => request.Path == "/v2.1/track")
            .SelectMany(request => Encoding.UTF8.GetString(request.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonNode.Parse(line)!),
    ];

    public IReadOnlyList<OtlpSpan> Spans => [.. Of("/v1/traces").SelectMany(OtlpDecoder.Spans)];

    public IReadOnlyList<OtlpLog> Logs => [.. Of("/v1/logs").SelectMany(OtlpDecoder.Logs)];

    /// <summary>Each as it was last told, by its process and name.</summary>
    public ILookup<string, OtlpMetric> Metrics =>
        Of("/v1/metrics").SelectMany(OtlpDecoder.Metrics)
            .GroupBy(metric => (metric.Service, metric.Name)).Select(metric => metric.Last()).ToLookup(metric => metric.Name);

    /// <summary>All bytes that came, as text.</summary>
    public string Everything => string.Join('\n', _requests.Select(request => Encoding.Latin1.GetString(request.Body)));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<ProtobufMessage> Of(string path) =>
        _requests.Where(request => request.Path == path).Select(request => new ProtobufMessage(request.Body));

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        bool isCompressed = context.Request.Headers.ContentEncoding == "gzip";
        await using var content = isCompressed ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await content.CopyToAsync(body, context.RequestAborted);
        _requests.Enqueue((context.Request.Path.Value!, body.ToArray()));
        context.Response.ContentType = context.Request.ContentType;
        if (context.Request.Path == "/v2.1/track")
            await context.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""", context.RequestAborted);
    }
}
