using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Hub;

namespace FusionFunctions.Pipeline.Files;

/// <summary>Tells what the hub refuses for good, which lies in what the user gave, from a hub that is away and from content that is wrong.</summary>
internal static class HubRefusal
{
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HubException e) when (e.Failure == HubFailure.Unavailable)
        {
            throw new HubAwayException(e.Message, e);
        }
        catch (HubException e) when (e.Failure != HubFailure.Damaged)
        {
            throw new CheckpointException(e.Message, e);
        }
    }
}
