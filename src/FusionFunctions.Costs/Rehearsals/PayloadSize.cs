using System.Text.Json;
using FusionFunctions.Pipeline.Compute;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>The length of what an orchestrator hands over, as the hosts write it.</summary>
internal static class PayloadSize
{
    private static readonly int s_poll = Serialized(new PollComputeInput("", RehearsedSteps.Digest(0)));
    private static readonly int s_unfinished = Serialized(new ComputeTicket(RehearsedSteps.Digest(0), null));

    /// <summary>In characters of JSON.</summary>
    public static int Of(object? payload) => payload switch
    {
        // Polls are asked and answered by the million, and are all alike.
        PollComputeInput poll => s_poll + poll.Run.Length,
        ComputeTicket { Outcome: null, Failure: null } => s_unfinished,
        _ => Serialized(payload),
    };

    private static int Serialized(object? payload) => JsonSerializer.SerializeToUtf8Bytes(payload, JsonSerializerOptions.Web).Length;
}
