using System.Text.Json.Serialization;
using FusionFunctions.Merging.Methods.Ties;

namespace FusionFunctions.Merging.Analyses;

/// <summary>What a method found out about the whole pool; serialised into merge.json.</summary>
[JsonDerivedType(typeof(TiesStatistics), "ties_merging")]
public abstract record MergeStatistics;
