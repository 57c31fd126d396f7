using System.Text.Json.Serialization;
using FusionFunctions.Merging.Analyses;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>What TIES trimmed; lists have one entry for each model, in pool order.</summary>
/// <param name="TrimScope">Which vector was trimmed.</param>
/// <param name="VectorLength">Entries of that vector; a tied tensor counts under each of its keys unless the scope says otherwise.</param>
/// <param name="K">The threshold is the K-th smallest magnitude (1-based); 0 where nothing is trimmed.</param>
/// <param name="KthValues">That magnitude; NaN or infinite where a model has so many such weights. Empty where each tensor has its own.</param>
/// <param name="Kept">Entries of at least that magnitude.</param>
/// <param name="TiedAtThreshold">Entries of exactly that magnitude.</param>
/// <param name="MajoritySign">-1, 0 or 1: the sign that most entries elected.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record TiesStatistics(
    string TrimScope,
    long VectorLength,
    long K,
    IReadOnlyList<float> KthValues,
    IReadOnlyList<long> Kept,
    IReadOnlyList<long> TiedAtThreshold,
    int MajoritySign) : MergeStatistics;
