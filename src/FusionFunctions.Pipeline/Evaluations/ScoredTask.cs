using System.Text.Json.Serialization;
using FusionFunctions.Glue.Scoring;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>A task's score over all shards.</summary>
/// <param name="Devices">Every kind of processor that the shards were made on, in alphabetical order.</param>
public sealed record ScoredTask(TaskScore Score, IReadOnlyList<string> Devices)
{
    /// <summary>Tensors of the model with NaN or infinity, ordinal; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NonFinite { get; init; }
}
