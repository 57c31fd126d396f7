using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments;

/// <summary>One entry of <c>methods:</c>. A parameter with several values is a sweep.</summary>
/// <param name="Name">The method's registered name, such as <c>ties_merging</c>.</param>
/// <param name="Parameters">Only those written in the file, in their order; every value is already checked against the method's description.</param>
public sealed record MethodSpec(string Name, IReadOnlyList<SweptParameter> Parameters);

/// <param name="Values">One value, or the sweep's values in order.</param>
public sealed record SweptParameter(string Name, IReadOnlyList<JsonNode> Values);
