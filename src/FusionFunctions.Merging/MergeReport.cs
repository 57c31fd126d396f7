using System.Text.Json.Serialization;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Merging;

/// <summary>What one variant's merge found out on the way; goes into the model card and merge.json.</summary>
/// <param name="Tensors">Tensors written, tied ones counted once.</param>
/// <param name="Elements">Elements written.</param>
/// <param name="Statistics">The method's statistics over the whole pool, or null where it needs none.</param>
/// <param name="NonFinite">Input tensors with NaN or infinity, ordinal by tensor, then in pool order.</param>
public sealed record MergeReport(int Tensors, long Elements, MergeStatistics? Statistics, IReadOnlyList<NonFiniteTensor> NonFinite)
{
    /// <summary>The kind of device whose rounding the result has; null where it is the same on all of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device { get; init; }

    /// <summary>Tensors with elements beyond float16, the output's type, which became infinite; ordinal. Null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Overflowed { get; init; }

    /// <summary>Tensors of integers in which models differ beyond 2²⁴, where float32 does not hold every integer; ordinal. Null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Rounded { get; init; }

    /// <summary>Rules of parameters that fit no tensor. Null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UnmatchedFilter>? UnmatchedFilters { get; init; }

    /// <summary>Tensors of classifiers that stayed out of the pool, since the models do not share them; ordinal. Null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LeftOut { get; init; }
}
