namespace FusionFunctions.Pipeline.Compute;

/// <summary>Why a request came to nothing.</summary>
/// <param name="ErrorType">The type name of what was thrown; see <see cref="BadInput"/>.</param>
/// <param name="Reason">For the user.</param>
public sealed record ComputeFailure(string ErrorType, string Reason);
