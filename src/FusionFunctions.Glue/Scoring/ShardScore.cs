using System.Text.Json.Serialization;

namespace FusionFunctions.Glue.Scoring;

/// <summary>What is kept of a shard's outputs: counts, and for a correlation the two sides as numbers.</summary>
/// <param name="Correct">Outputs that equal their target text.</param>
/// <param name="Invalid">Outputs that are none of the task's answers.</param>
/// <param name="Predictions">For regression: outputs as numbers, 0 where they are none; otherwise empty.</param>
/// <param name="Targets">For regression: targets as numbers; otherwise empty.</param>
public sealed record ShardScore(
    int Correct,
    int Total,
    int Invalid,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyList<double> Predictions,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyList<double> Targets);
