using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>Where a parameter means something only beside certain values of another one, which is a text.</summary>
/// <param name="Parameter">The other one's name.</param>
/// <param name="Values">Its values that the parameter belongs to.</param>
public sealed record ParameterScope(string Parameter, IReadOnlyList<string> Values)
{
    /// <param name="parameters">A value for every parameter.</param>
    public bool Holds(JsonObject parameters) => parameters[Parameter] is JsonValue value && value.TryGetValue(out string? text) && Values.Contains(text);
}
