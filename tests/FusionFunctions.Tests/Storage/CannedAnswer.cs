using System.Net;
using System.Net.Http.Headers;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace FusionFunctions.Tests.Storage;

/// <summary>A service that gives every request the same answer, with a body as telling as the real one's.</summary>
internal sealed class CannedAnswer(int status, string code) : HttpMessageHandler
{
    public static BlobClientOptions Options(int status, string code) => new()
    {
        Transport = new HttpClientTransport(new CannedAnswer(status, code)),
        Retry = { Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero, MaxRetries = 2 },
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = $"<Error><Code>{code}</Code><Message>The body repeats what was signed: c2VjcmV0</Message></Error>";
        var content = new StringContent(body, mediaType: MediaTypeHeaderValue.Parse("application/xml"));
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content, RequestMessage = request };
        response.Headers.Add("x-ms-error-code", code);
        response.Headers.Add("x-ms-request-id", "123");
        return Task.FromResult(response);
    }
}
