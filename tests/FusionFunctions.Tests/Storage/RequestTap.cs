using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace FusionFunctions.Tests.Storage;

/// <summary>Stands between Azure's SDK and the service: watches every request, and may fail it before or after the service has seen it.</summary>
internal sealed class RequestTap : HttpPipelineSynchronousPolicy
{
    public Action<Request> Sending { get; set; } = _ => { };

    public Action<Request, Response> Received { get; set; } = (_, _) => { };

    public BlobClientOptions Options()
    {
        var options = new BlobClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), MaxRetries = 2 } };
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
        return options;
    }

    public static bool IsBlock(Request request) => Has(request, "comp=block&");

    public static bool IsBlockList(Request request) => Has(request, "comp=blocklist");

    public static bool IsLease(Request request, string action) =>
        Has(request, "comp=lease") && request.Headers.TryGetValue("x-ms-lease-action", out string? value) && value == action;

    public override void OnSendingRequest(HttpMessage message) => Sending(message.Request);

    public override void OnReceivedResponse(HttpMessage message) => Received(message.Request, message.Response);

    private static bool Has(Request request, string part) =>
        request.Method == RequestMethod.Put && (request.Uri.Query + "&").Contains(part, StringComparison.Ordinal);
}
