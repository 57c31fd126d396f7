using System.Text.Json.Nodes;

namespace FusionFunctions.Pipeline.Merges;

/// <summary>One merged checkpoint to make.</summary>
/// <param name="Label">The leaderboard's row, such as 'Task Arithmetic (λ=0.3)'.</param>
/// <param name="Parameters">A value for every parameter of the method.</param>
/// <param name="Digest">Of the recipe; names the checkpoint's folder.</param>
public sealed record PlannedVariant(string Label, JsonObject Parameters, string Digest);
