using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Http.Answers;
using FusionFunctions.Http.Runs;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Http;

/// <summary>What the HTTP routes do, in any web host. See <see cref="ApiRoutes"/>.</summary>
/// <param name="runs">The host's runs.</param>
/// <param name="store">Holds the leaderboards.</param>
/// <param name="catalog">The names that experiments may use.</param>
/// <param name="folder">Where relative paths of posted experiments start; null refuses local paths.</param>
public sealed class ExperimentApi(IExperimentRuns runs, IBlobStore store, ExperimentCatalog catalog, string? folder = null)
{
    private const string PostedName = "experiment";
    private const string RetryAfterSeconds = "5";

    /// <summary>POST /api/experiments</summary>
    /// <param name="contentType">The header.</param>
    /// <param name="body">The experiment.</param>
    /// <param name="from">Where the caller's relative paths start, an absolute path; heeded only where experiments may name local paths.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<ApiResponse> StartAsync(string? contentType, Stream body, string? from, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsExperiment(contentType))
            return ApiResponse.Problem(415, "Unsupported media type", $"Send the experiment as one of {MediaTypes.Experiments}.");
        if (await BoundedBody.ReadAsync(body, cancellationToken) is not { } content)
            return ApiResponse.Problem(413, "Content too large", $"An experiment has at most {ExperimentReader.MaxBytes} bytes.");
        Experiment experiment;
        try
        {
            experiment = ExperimentReader.Read(content, PostedName, LocalFolder(from), catalog);
        }
        catch (ExperimentException e)
        {
            return ApiResponse.Problem(400, "Bad experiment", e.Message);
        }
        var run = ExperimentRun.Of(experiment);
        var answer = await runs.StartAsync(run, cancellationToken) ?? [];
        answer["id"] = run.Name;
        answer["statusUri"] = ApiRoutes.StatusPath(run.Name);
        answer["leaderboardUri"] = ApiRoutes.LeaderboardPath(run.Name);
        return ApiResponse.Json(202, answer) with
        {
            Headers = new Dictionary<string, string> { ["Location"] = ApiRoutes.StatusPath(run.Name), ["Retry-After"] = RetryAfterSeconds },
        };
    }

    /// <summary>GET /api/experiments</summary>
    public async Task<ApiResponse> ListAsync(CancellationToken cancellationToken) =>
        ApiResponse.Json(200, new JsonObject
        {
            ["experiments"] = JsonSerializer.SerializeToNode(await runs.ListAsync(cancellationToken), JsonSerializerOptions.Web),
        });

    /// <summary>GET /api/experiments/{id}</summary>
    public async Task<ApiResponse> StatusAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } run)
            return ApiResponse.UnknownRun(id);
        var answer = ApiResponse.Json(200, JsonSerializer.SerializeToNode(run, JsonSerializerOptions.Web)!);
        return run.HasEnded ? answer : answer with { Headers = new Dictionary<string, string> { ["Retry-After"] = RetryAfterSeconds } };
    }

    /// <summary>GET /api/experiments/{id}/leaderboard, or leaderboard.md, .json, .csv</summary>
    /// <param name="id">The run's.</param>
    /// <param name="extension">Without the dot; null lets the Accept header decide.</param>
    /// <param name="accept">The Accept header.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<ApiResponse> LeaderboardAsync(string id, string? extension, string? accept, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } run)
            return ApiResponse.UnknownRun(id);
        var form = extension is null ? MediaTypes.Leaderboard(accept) : MediaTypes.LeaderboardFile(extension);
        if (form is not { } offered)
            return extension is null
                ? ApiResponse.Problem(406, "Not acceptable", "A leaderboard is there as application/json, text/markdown and text/csv.")
                : ApiResponse.Problem(404, "Not found", "A leaderboard is there as leaderboard.md, leaderboard.json and leaderboard.csv.");
        if (run.Result is not { } result)
            return ApiResponse.Problem(
                409, "No leaderboard yet", run.Error ?? $"The run is {run.Phase}; its leaderboard comes when it is Completed.");
        string text = await LeaderboardFile.ReadAsync(store, LeaderboardFile.Of(result.Leaderboard, offered.Extension), cancellationToken);
        return new(200, $"{offered.MediaType}; charset=utf-8", text);
    }

    /// <summary>DELETE /api/experiments/{id}</summary>
    public async Task<ApiResponse> StopAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } run)
            return ApiResponse.UnknownRun(id);
        // Where somebody else terminated it, by the host's own means, parts of it may go on.
        if (run.Phase is RunPhase.Completed or RunPhase.Failed)
            return ApiResponse.Problem(
                409, "Ended already", $"The run {(run.Phase == RunPhase.Failed ? "has failed" : "has completed")}; there is nothing to stop.");
        // What is begun is brought to its end, even where the caller has gone.
        await runs.StopAsync(id, CancellationToken.None);
        return ApiResponse.NoContent;
    }

    /// <summary>GET /api/catalog</summary>
    public ApiResponse Catalog() => ApiResponse.Json(200, CatalogJson.Of(catalog));

    /// <summary>GET /api/openapi.json</summary>
    public static ApiResponse OpenApi() => ApiResponse.Json(200, OpenApiDocument.Create());

    private string? LocalFolder(string? from) => folder is not null && from is { Length: > 0 } && Path.IsPathFullyQualified(from) ? from : folder;

    private async Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken) =>
        RunId.IsValid(id) ? await runs.FindAsync(id, cancellationToken) : null;
}
