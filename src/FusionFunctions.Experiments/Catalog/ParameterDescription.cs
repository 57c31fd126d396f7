using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

public enum ParameterType
{
    Number,
    Integer,
    Boolean,
    Text,
    TextList,

    /// <summary>One number for each model in pool order; a single number stands for every model.</summary>
    NumberList,
}

/// <param name="Name">As in an experiment file: <c>scaling_factor</c>.</param>
/// <param name="Default">Used where the file says nothing.</param>
/// <param name="Minimum">Smallest allowed number, or null.</param>
/// <param name="Maximum">Largest allowed number, or null.</param>
/// <param name="Choices">Allowed texts, or null for any.</param>
public sealed record ParameterDescription(
    string Name,
    ParameterType Type,
    JsonNode Default,
    string Summary,
    double? Minimum = null,
    double? Maximum = null,
    IReadOnlyList<string>? Choices = null)
{
    /// <summary>Whether values by tensor must have one for each tensor: the default stands for a value that is missing, not for what its rules leave out.</summary>
    public bool CoversEveryTensor { get; init; }

    /// <summary>Null where it always means something.</summary>
    public ParameterScope? Scope { get; init; }
}
