using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FusionFunctions.Cli.Serve;
using FusionFunctions.Http;
using FusionFunctions.Http.Answers;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using Microsoft.AspNetCore.Builder;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>The routes over Kestrel on loopback, and a caller with the key.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    public const string Key = "a-key-of-the-tests-alone";

    public const string Good = """
        name: small
        modelpool:
          models: { _pretrained_: org/base, glue-cola: org/cola }
        methods: [simple_average]
        taskpool: flan-t5_glue_text_generation
        """;

    private readonly WebApplication _server;

    private ServedApi(WebApplication server)
    {
        _server = server;
        Client = new() { BaseAddress = new(server.Urls.First()) };
        Client.DefaultRequestHeaders.Add(ApiKey.Header, Key);
    }

    public HttpClient Client { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ServedApi> StartAsync(IExperimentRuns runs, IBlobStore store, string? folder = null) => new(
        await ApiServer.StartAsync(new(IPAddress.Loopback, 0), new ExperimentApi(runs, store, BuiltInCatalog.Instance, folder), new ApiKey(Key), Cancel));

    public Task<HttpResponseMessage> PostAsync(string body, string contentType = "application/yaml") => PostAsync(Encoding.UTF8.GetBytes(body), contentType);

    public Task<HttpResponseMessage> PostAsync(byte[] body, string contentType) => Client.PostAsync(
        "/api/experiments", new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } }, Cancel);

    public async Task<string> TextAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        using var answer = await Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
