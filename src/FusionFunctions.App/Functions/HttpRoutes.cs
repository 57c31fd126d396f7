using FusionFunctions.App.Durable;
using FusionFunctions.Http;
using FusionFunctions.Http.Answers;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.App.Functions;

/// <summary>The HTTP routes as functions; see <see cref="ApiRoutes"/>.</summary>
public sealed partial class HttpRoutes(IBlobStore store, ILogger<HttpRoutes> log)
{
    [Function("StartExperiment")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "experiments")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        AnswerAsync(async () =>
        {
            try
            {
                return await Api(client).StartAsync(request.ContentType, request.Body, from: null, stop);
            }
            catch (BadHttpRequestException e)
            {
                return ApiResponse.Problem(e.StatusCode, "Bad request", e.Message);
            }
        });

    [Function("ListExperiments")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "experiments")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        AnswerAsync(() => Api(client).ListAsync(stop));

    [Function("ExperimentStatus")]
    public Task<IResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "experiments/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        AnswerAsync(() => Api(client).StatusAsync(id, stop));

    [Function("ExperimentLeaderboard")]
    public Task<IResult> LeaderboardAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "experiments/{id}/leaderboard")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        AnswerAsync(() => Api(client).LeaderboardAsync(id, null, request.Headers.Accept, stop));

    [Function("ExperimentLeaderboardFile")]
    public Task<IResult> LeaderboardFileAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "experiments/{id}/leaderboard.{extension}")] HttpRequest request,
        string id, string extension, [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        AnswerAsync(() => Api(client).LeaderboardAsync(id, extension, null, stop));

    [Function("StopExperiment")]
    public Task<IResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "experiments/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        AnswerAsync(() => Api(client).StopAsync(id, stop));

    [Function("Catalog")]
    public Task<IResult> CatalogAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "catalog")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        AnswerAsync(() => Task.FromResult(Api(client).Catalog()));

    [Function("OpenApi")]
    public Task<IResult> OpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        AnswerAsync(() => Task.FromResult(ExperimentApi.OpenApi()));

    private ExperimentApi Api(DurableTaskClient client) => new(new DurableRuns(client, store), store, BuiltInCatalog.Instance);

    private async Task<IResult> AnswerAsync(Func<Task<ApiResponse>> answer) => new HttpAnswer(await SafeAnswer.OfAsync(answer, Failed));

    [LoggerMessage(LogLevel.Error, "A request could not be answered.")]
    private partial void Failed(Exception error);
}
