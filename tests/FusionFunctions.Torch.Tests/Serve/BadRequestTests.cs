using System.Net;
using System.Text.Json;
using FusionFunctions.Http.Answers;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Http;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

public sealed class BadRequestTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnownRuns _runs = new();
    private ServedApi _api = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await ServedApi.StartAsync(_runs, new DirectoryBlobStore(_folder.Path));

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("{{{", "application/yaml", 400)]
    [InlineData("", "application/yaml", 400)]
    [InlineData("just a text", "application/yaml", 400)]
    [InlineData(ServedApi.Good + "\nunknown: 1", "application/yaml", 400)]
    [InlineData("name: ../../etc\nmethods: [simple_average]", "application/yaml", 400)]
    [InlineData("""{"name": "a/b", "modelpool": "flan-t5-base_glue", "methods": ["simple_average"], "taskpool": "dummy"}""", "application/json", 400)]
    [InlineData("modelpool: { models: { _pretrained_: /etc } }\nmethods: [dummy]\ntaskpool: flan-t5_glue_text_generation", "application/yaml", 400)]
    [InlineData(ServedApi.Good, "text/plain", 415)]
    [InlineData(ServedApi.Good, "application/octet-stream", 415)]
    [InlineData(ServedApi.Good, "multipart/form-data; boundary=x", 415)]
    public async Task Bad_body_is_refused_with_a_problem_and_starts_nothing(string body, string contentType, int status)
    {
        using var answer = await _api.PostAsync(body, contentType);

        await AssertProblemAsync(answer, status);
        Assert.Empty(_runs.Started);
    }

    [Theory]
    [InlineData((1 << 20) + 1)]
    [InlineData(3 << 20)]
    public async Task Body_that_is_too_large_is_refused(int bytes)
    {
        using var answer = await _api.PostAsync(new string(' ', bytes));

        await AssertProblemAsync(answer, 413);
        Assert.Empty(_runs.Started);
    }

    [Fact]
    public async Task Body_that_is_no_text_is_refused()
    {
        using var answer = await _api.PostAsync([0xC3, 0x28], "application/yaml");

        await AssertProblemAsync(answer, 400);
    }

    [Fact]
    public async Task Message_says_what_the_command_line_says()
    {
        using var answer = await _api.PostAsync(ServedApi.Good.Replace("simple_average", "simple_averag", StringComparison.Ordinal));

        string detail = await AssertProblemAsync(answer, 400);
        Assert.Contains("simple_average", detail, StringComparison.Ordinal);
        Assert.StartsWith("experiment:4:", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/experiments")]
    [InlineData("POST", "/api/experiments")]
    [InlineData("GET", "/api/experiments/x")]
    [InlineData("GET", "/api/experiments/x/leaderboard")]
    [InlineData("DELETE", "/api/experiments/x")]
    [InlineData("GET", "/api/catalog")]
    public async Task Every_route_needs_the_key(string method, string path)
    {
        foreach (string? key in new[] { null, "", "wrong", ServedApi.Key + "x" })
        {
            using var client = new HttpClient { BaseAddress = _api.Client.BaseAddress };
            using var request = new HttpRequestMessage(new(method), path);
            if (key is not null)
                request.Headers.Add(ApiKey.Header, key);
            using var answer = await client.SendAsync(request, Cancel);
            await AssertProblemAsync(answer, 401);
        }
    }

    [Theory]
    [InlineData("/api/experiments/unknown", 404)]
    [InlineData("/api/experiments/..%2F..%2Fetc%2Fpasswd", 404)]
    [InlineData("/api/experiments/..%5C..", 404)]
    [InlineData("/api/experiments/unknown/leaderboard", 404)]
    [InlineData("/api/experiments/unknown/leaderboard.exe", 404)]
    [InlineData("/api/nothing", 404)]
    public async Task What_is_not_there_is_a_problem(string path, int status)
    {
        using var answer = await _api.Client.GetAsync(path, Cancel);

        await AssertProblemAsync(answer, status);
    }

    private static async Task<string> AssertProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }
}
