using System.Text.Json.Serialization;
using FusionFunctions.Merging.Methods.Ties;

namespace FusionFunctions.Merging.Analyses;

/// <summary>What a method found out about the whole pool; serialised into merge.json. Magnitudes may be infinite or NaN.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonDerivedType(typeof(TiesStatistics), "ties_merging")]
public abstract record MergeStatistics;
