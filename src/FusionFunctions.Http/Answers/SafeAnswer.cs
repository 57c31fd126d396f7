using FusionFunctions.Storage;

namespace FusionFunctions.Http.Answers;

/// <summary>Turns what goes wrong while answering into a problem that gives nothing away.</summary>
public static class SafeAnswer
{
    /// <param name="answer">Gives the answer.</param>
    /// <param name="report">Told of what nobody expected; the caller learns only that it happened.</param>
    public static async Task<ApiResponse> OfAsync(Func<Task<ApiResponse>> answer, Action<Exception> report)
    {
        try
        {
            return await answer();
        }
        catch (BlobNotFoundException e)
        {
            return ApiResponse.Problem(404, "Not found", e.Message);
        }
        catch (StorageException e)
        {
            return ApiResponse.Problem(503, "Storage unavailable", e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            report(e);
            return ApiResponse.Problem(500, "Internal error", "The request could not be answered; the server's own output says why.");
        }
    }
}
