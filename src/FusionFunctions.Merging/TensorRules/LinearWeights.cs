using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>The weights of linear layers; a tied embedding that is an output layer, too, is one of a linear layer.</summary>
internal static class LinearWeights
{
    /// <returns>Names of tensors.</returns>
    public static IReadOnlySet<string> Of(PoolLayout layout) => layout.Tensors.Where(tensor => Is(tensor, layout)).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);

    private static bool Is(TensorInfo tensor, PoolLayout layout) =>
        tensor.Shape.Count == 2 && layout.Keys[tensor.Name].Append(tensor.Name).Any(key => !Embeddings.Is(key));
}
