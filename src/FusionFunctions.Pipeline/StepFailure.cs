using System.Text.Json.Serialization;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline;

/// <summary>Why a part of a run has no result.</summary>
/// <param name="ErrorType">The type name of what was thrown.</param>
/// <param name="Reason">For the user.</param>
public sealed record StepFailure(string ErrorType, string Reason)
{
    /// <summary>Whether the cause lies in what the user gave.</summary>
    [JsonIgnore]
    public bool IsBadInput => BadInput.Is(ErrorType);

    internal static StepFailure Of(ActivityFailedException error) => new(error.ErrorType, error.Message);
}
