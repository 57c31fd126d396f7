using FusionFunctions.Pipeline.Uploads;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Serve;

/// <summary>Tells of a failed run beside the files that asked for it: by the server itself, since a step of the run would wait behind those that are queued.</summary>
internal sealed class FailedUploads(IBlobStore store)
{
    public async Task TryTellAsync(string run, string reason)
    {
        try
        {
            await new ReportFailure(store).RunAsync(new(run, reason), CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The log and the run's status have it; nobody waits for this.
        }
    }
}
