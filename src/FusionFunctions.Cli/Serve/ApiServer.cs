using System.Net;
using FusionFunctions.Http;
using FusionFunctions.Http.Answers;
using FusionFunctions.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace FusionFunctions.Cli.Serve;

/// <summary>The routes over Kestrel.</summary>
internal static class ApiServer
{
    private const long MaxBodyBytes = 2 << 20;

    /// <summary>Listens; dispose of it to stop.</summary>
    public static async Task<WebApplication> StartAsync(
        IPEndPoint address, ExperimentApi api, ApiKey key, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        foreach (var route in ApiRoutes.All)
            app.MapMethods(route.Template, [route.Method], context => SendAsync(context, route, api, key));
        var unknown = ApiResponse.Problem(404, "Not found", "There is no such route; GET /api/openapi.json lists them.");
        app.MapFallback(context => WriteAsync(context, unknown));
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch (IOException e)
        {
            throw new PipelineException($"Cannot listen at {address}: {e.Message} Choose another address with --listen.", e);
        }
    }

    private static async Task SendAsync(HttpContext context, ApiRoute route, ExperimentApi api, ApiKey key) =>
        await WriteAsync(context, route.IsOpen || key.Admits(context.Request.Headers[ApiKey.Header])
            ? await SafeAnswer.OfAsync(() => AnswerAsync(context, route, api), error => Failure.Print($"{route.Name}: {error.Message}"))
            : ApiKey.Refusal);

    private static async Task<ApiResponse> AnswerAsync(HttpContext context, ApiRoute route, ExperimentApi api)
    {
        var (request, stop) = (context.Request, context.RequestAborted);
        string id = context.GetRouteValue("id") as string ?? "";
        try
        {
            return route.Name switch
            {
                _ when route == ApiRoutes.Start => await api.StartAsync(request.ContentType, request.Body, request.Query[ApiRoutes.FolderParameter], stop),
                _ when route == ApiRoutes.List => await api.ListAsync(stop),
                _ when route == ApiRoutes.Status => await api.StatusAsync(id, stop),
                _ when route == ApiRoutes.Leaderboard => await api.LeaderboardAsync(id, null, request.Headers.Accept, stop),
                _ when route == ApiRoutes.LeaderboardFile =>
                    await api.LeaderboardAsync(id, context.GetRouteValue("extension") as string ?? "", null, stop),
                _ when route == ApiRoutes.Stop => await api.StopAsync(id, stop),
                _ when route == ApiRoutes.Catalog => api.Catalog(),
                _ => ExperimentApi.OpenApi(),
            };
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            return ApiResponse.Problem(e.StatusCode, "Bad request", e.Message);
        }
    }

    private static Task WriteAsync(HttpContext context, ApiResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return Task.CompletedTask;
        context.Response.ContentType = answer.ContentType;
        return context.Response.WriteAsync(answer.Body);
    }
}
