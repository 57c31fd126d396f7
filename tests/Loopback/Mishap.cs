using Microsoft.AspNetCore.Http;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>Sends something else than the answer, or the answer in another way.</summary>
internal delegate Task Mishap(HttpContext context, Answer answer);

internal static class Mishaps
{
    public static Mishap Status(int status, string? code = null, string? message = null, string? retryAfter = null) =>
        Instead(_ =>
        {
            var error = Answer.Error(status, code, message);
            if (retryAfter is not null)
                error.Headers["Retry-After"] = retryAfter;
            return error;
        });

    public static Mishap Instead(Func<Answer, Answer> change) => (context, answer) => change(answer).SendAsync(context);

    /// <summary>Another header; an empty value takes it away.</summary>
    public static Mishap Header(string name, string value) => Instead(answer =>
    {
        answer.Headers[name] = value;
        return answer;
    });

    /// <summary>The body's bytes changed, its length kept.</summary>
    public static Mishap Damage() => Instead(answer => answer with { Body = [.. answer.Body.Select(b => (byte)(b ^ 1))] });

    /// <summary>The connection breaks when so many bytes of the body have arrived.</summary>
    public static Mishap CutAfter(int bytes, ProgressLog arrived) => async (context, answer) =>
    {
        await SendPartAsync(context, answer, bytes, arrived);
        context.Abort();
    };

    /// <summary>The body comes byte by byte, each only when the one before has arrived.</summary>
    public static Mishap Drip(ProgressLog arrived) => async (context, answer) =>
    {
        await answer.SendHeadersAsync(context);
        for (int i = 0; i < answer.Body.Length; i++)
        {
            long before = arrived.Total;
            await context.Response.Body.WriteAsync(answer.Body.AsMemory(i, 1));
            await context.Response.Body.FlushAsync();
            await arrived.WaitForAsync(before + 1);
        }
    };

    /// <summary>The body stops when so many bytes of it have arrived, and the connection stays.</summary>
    public static Mishap HangAfter(int bytes, ProgressLog arrived, SemaphoreSlim hanging) => async (context, answer) =>
    {
        await SendPartAsync(context, answer, bytes, arrived);
        await HangAsync(context, hanging);
    };

    /// <summary>No answer at all.</summary>
    public static Mishap Hang(SemaphoreSlim hanging) => (context, _) => HangAsync(context, hanging);

    /// <summary>A body without a declared length, which may be longer or shorter than promised elsewhere.</summary>
    public static Mishap Chunked(Func<byte[], byte[]> change) => async (context, answer) =>
    {
        context.Response.StatusCode = answer.Status;
        await context.Response.Body.WriteAsync(change(answer.Body));
    };

    /// <summary>The whole body without a declared length, and then, instead of the mark of its end, a broken connection.</summary>
    public static Mishap WithoutEnd(ProgressLog arrived) => async (context, answer) =>
    {
        long before = arrived.Total;
        answer.SetHeaders(context);
        await context.Response.Body.WriteAsync(answer.Body);
        await context.Response.Body.FlushAsync();
        await arrived.WaitForAsync(before + answer.Body.Length);
        context.Abort();
    };

    private static async Task SendPartAsync(HttpContext context, Answer answer, int bytes, ProgressLog arrived)
    {
        long before = arrived.Total;
        await answer.SendHeadersAsync(context);
        await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, bytes));
        await context.Response.Body.FlushAsync();
        await arrived.WaitForAsync(before + bytes);
    }

    private static async Task HangAsync(HttpContext context, SemaphoreSlim hanging)
    {
        hanging.Release();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
