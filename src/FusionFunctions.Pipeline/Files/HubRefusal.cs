using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Hub;

namespace FusionFunctions.Pipeline.Files;

/// <summary>Tells what the hub refuses for good, which lies in what the user gave, from what a later attempt may mend.</summary>
internal static class HubRefusal
{
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HubException e) when (e.Failure is not (HubFailure.Unavailable or HubFailure.Damaged))
        {
            throw new CheckpointException(e.Message, e);
        }
    }
}
