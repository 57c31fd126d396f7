using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FusionFunctions.Http;
using FusionFunctions.Http.Answers;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Remote;

/// <summary>Calls the <see cref="ApiRoutes"/> of one deployment. The key goes nowhere else: redirections are not followed.</summary>
/// <param name="server">Ends with a slash.</param>
/// <param name="key">Null where the server asks for none, as Core Tools do.</param>
/// <param name="isHere">Whether the server runs on this machine, so that local paths mean the same to it.</param>
internal sealed class ApiClient(Uri server, string? key, bool isHere) : IDisposable
{
    private const int MaxAnswerBytes = 64 << 20;

    // A run with hundreds of steps takes minutes to stop.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = server,
        Timeout = s_patience,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    public string Address => server.GetLeftPart(UriPartial.Authority);

    /// <param name="content">The experiment file's.</param>
    /// <param name="mediaType">application/yaml or application/json.</param>
    /// <param name="folder">Where its relative paths start; told to this machine's servers alone.</param>
    /// <returns>The run's name.</returns>
    public async Task<string> SubmitAsync(byte[] content, string mediaType, string folder, CancellationToken cancellationToken)
    {
        string query = isHere ? $"?{ApiRoutes.FolderParameter}={Uri.EscapeDataString(folder)}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ApiRoutes.Start.Template}{query}")
        {
            Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
        };
        string answer = await SendAsync(request, cancellationToken);
        return Parse<AcceptedRun>(answer).Id is { } id && RunId.IsValid(id) ? id : throw Unfit(null);
    }

    public async Task<RunInfo> StatusAsync(string run, CancellationToken cancellationToken) =>
        Parse<RunInfo>(await GetAsync(ApiRoutes.StatusPath(Known(run)), cancellationToken));

    public async Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken) =>
        Parse<KnownRuns>(await GetAsync(ApiRoutes.List.Template, cancellationToken)).Experiments ?? [];

    public Task<string> LeaderboardAsync(string run, string extension, CancellationToken cancellationToken) =>
        GetAsync($"{ApiRoutes.LeaderboardPath(Known(run))}.{extension}", cancellationToken);

    public async Task CancelAsync(string run, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, ApiRoutes.StatusPath(Known(run)));
        await SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, cancellationToken);
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (key is not null && !request.Headers.TryAddWithoutValidation(ApiKey.Header, key))
            throw new PipelineException("The key holds characters that no key has. Copy it again.");
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            string body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer.IsSuccessStatusCode ? body : throw Refusal(answer.StatusCode, body);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ServerException($"{Address} does not answer: {e.Message.TrimEnd('.')}. Is it running? 'fusion dev' and 'fusion serve' start one here.", isPassing: true, e);
        }
    }

    private Exception Refusal(HttpStatusCode status, string body)
    {
        string detail = $"{Address}: {ProblemText.Detail(body) ?? $"the server answered {(int)status} without a reason."}";
        return status switch
        {
            HttpStatusCode.Unauthorized => new PipelineException($"{detail} Give the key with --key, or in {Serve.ServeKey.Variable}."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new ServerException(detail, isPassing: true),
            HttpStatusCode.Conflict => new ServerException(detail, isPassing: false),
            < HttpStatusCode.BadRequest => new ServerException($"{Address} sends callers elsewhere ({(int)status}); give --url the address that it sends to.", isPassing: false),
            _ => new PipelineException(detail),
        };
    }

    private T Parse<T>(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(answer, JsonSerializerOptions.Web) ?? throw Unfit(null);
        }
        catch (JsonException e)
        {
            throw Unfit(e);
        }
    }

    private ServerException Unfit(Exception? inner) =>
        new($"{Address} answers, but not as this pipeline does. Is --url the right address?", isPassing: false, inner);

    private sealed record AcceptedRun(string? Id);

    private sealed record KnownRuns(IReadOnlyList<RunInfo>? Experiments);

    private static string Known(string run) =>
        RunId.IsValid(run) ? run : throw new PipelineException("That is no name of a run: give the one that 'fusion submit' printed.");
}
