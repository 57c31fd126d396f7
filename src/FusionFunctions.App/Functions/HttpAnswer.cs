using FusionFunctions.Http.Answers;
using Microsoft.AspNetCore.Http;

namespace FusionFunctions.App.Functions;

/// <summary>Sends an answer through ASP.NET Core.</summary>
internal sealed class HttpAnswer(ApiResponse answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return Task.CompletedTask;
        response.ContentType = answer.ContentType;
        return response.WriteAsync(answer.Body, httpContext.RequestAborted);
    }
}
