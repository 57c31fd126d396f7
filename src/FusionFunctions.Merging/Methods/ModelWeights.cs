using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Merging.Methods;

/// <summary>wᵢ: how much each model counts.</summary>
internal static class ModelWeights
{
    public static ParameterDescription Description(string name) => new(
        name, ParameterType.NumberList, new System.Text.Json.Nodes.JsonArray(1), "wᵢ: one number for each model in pool order, or one for all.", -MaxMagnitude, MaxMagnitude);

    private const double MaxMagnitude = 1e6;

    /// <exception cref="MergeException">The weights add up to nothing.</exception>
    public static IReadOnlyList<double> Normalized(string method, IReadOnlyList<double> weights) =>
        weights.Sum() is var sum && sum != 0
            ? [.. weights.Select(weight => weight / sum)]
            : throw new MergeException($"{method}: the weights {string.Join(", ", weights)} add up to 0 and cannot be normalized; change one, or set normalize to false.");

    /// <summary>Rounded to float32 once, as PyTorch rounds a scalar that meets a float32 tensor.</summary>
    /// <exception cref="MergeException">A weight is too large for that.</exception>
    public static float[] Factors(string method, IReadOnlyList<double> weights) =>
        weights.All(weight => float.IsFinite((float)weight))
            ? [.. weights.Select(weight => (float)weight)]
            : throw new MergeException($"{method}: the weights {string.Join(", ", weights)} are too large for float32.");
}
