using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>The parameters that every method takes besides its own: which tensors it merges. Where they say nothing, they stand in no recipe.</summary>
public static class TensorFilter
{
    public const string Include = "include";
    public const string Exclude = "exclude";

    public static IReadOnlyList<ParameterDescription> Parameters { get; } =
    [
        new(
            Include, ParameterType.TextList, new JsonArray(),
            "Names of tensors that are merged, * for any characters; all others stay as in the base, or in the first model of a method without one. None means all."),
        new(Exclude, ParameterType.TextList, new JsonArray(), "Names of tensors that are not merged, * for any characters."),
    ];
}
