using Microsoft.AspNetCore.Http;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>What a server is about to send.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public static Answer Error(int status, string? code = null, string? message = null)
    {
        var answer = new Answer(status, "An error page"u8.ToArray());
        if (code is not null)
            answer.Headers["X-Error-Code"] = code;
        if (message is not null)
            answer.Headers["X-Error-Message"] = message;
        return answer;
    }

    /// <summary>All but the body's length.</summary>
    public void SetHeaders(HttpContext context)
    {
        context.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            context.Response.Headers[name] = value;
    }

    public async Task SendHeadersAsync(HttpContext context)
    {
        SetHeaders(context);
        context.Response.ContentLength = Body.Length;
        await context.Response.StartAsync();
    }

    public async Task SendAsync(HttpContext context)
    {
        await SendHeadersAsync(context);
        await context.Response.Body.WriteAsync(Body);
    }
}
