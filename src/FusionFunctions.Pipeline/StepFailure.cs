using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline;

/// <summary>Why a part of a run has no result.</summary>
/// <param name="Reason">For the user.</param>
/// <param name="IsBadInput">Whether the cause lies in what the user gave.</param>
public sealed record StepFailure(string Reason, bool IsBadInput)
{
    internal static StepFailure Of(ActivityFailedException error) => new(error.Message, BadInput.Is(error.ErrorType));
}
