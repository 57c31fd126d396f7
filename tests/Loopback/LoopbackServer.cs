using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>A real HTTP server on a free port of 127.0.0.1, with mishaps on order.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly List<(string Part, Mishap Mishap, bool Always)> _mishaps = [];
    private readonly Func<HttpContext, string, Answer> _answer;

    private LoopbackServer(WebApplication app, Func<HttpContext, string, Answer> answer) => (_app, _answer) = (app, answer);

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    /// <param name="answer">From the request and its raw path with query.</param>
    public static async Task<LoopbackServer> StartAsync(Func<HttpContext, string, Answer> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var server = new LoopbackServer(builder.Build(), answer);
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.Single().TrimEnd('/') + "/");
        return server;
    }

    /// <summary>The next request whose path contains the part meets this; orders for the same part come one after another.</summary>
    public void Next(string part, Mishap mishap) => Add(part, mishap, always: false);

    /// <summary>Every request whose path contains the part meets this.</summary>
    public void Always(string part, Mishap mishap) => Add(part, mishap, always: true);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Add(string part, Mishap mishap, bool always)
    {
        lock (_mishaps)
            _mishaps.Add((part, mishap, always));
    }

    private async Task HandleAsync(HttpContext context)
    {
        string path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        _requests.Enqueue(new(path, Header(context, "Authorization"), Header(context, "Range"), Header(context, "If-Range"), Header(context, "Accept-Encoding")));
        var answer = _answer(context, path);
        if (Take(path) is { } mishap)
            await mishap(context, answer);
        else
            await answer.SendAsync(context);
    }

    private Mishap? Take(string path)
    {
        lock (_mishaps)
        {
            int index = _mishaps.FindIndex(order => path.Contains(order.Part, StringComparison.Ordinal));
            if (index < 0)
                return null;
            var found = _mishaps[index];
            if (!found.Always)
                _mishaps.RemoveAt(index);
            return found.Mishap;
        }
    }

    private static string? Header(HttpContext context, string name) => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
