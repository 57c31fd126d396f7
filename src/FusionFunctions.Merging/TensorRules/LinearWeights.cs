using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>The weights of linear layers, told from embeddings by their names; a tied embedding that is an output layer, too, is one of a linear layer.</summary>
internal static class LinearWeights
{
    // Of T5, BERT, GPT-2 and the models after these.
    private static readonly string[] s_embeddings = ["embed", "shared.weight", "relative_attention_bias", "wte.", "wpe."];

    /// <returns>Names of tensors.</returns>
    public static IReadOnlySet<string> Of(PoolLayout layout) => layout.Tensors.Where(tensor => Is(tensor, layout)).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether it is a table that is looked up, not multiplied with.</summary>
    /// <param name="name">Of a tensor.</param>
    public static bool IsEmbedding(string name) => !OutputLayers.Has(name) && s_embeddings.Any(part => name.Contains(part, StringComparison.Ordinal));

    private static bool Is(TensorInfo tensor, PoolLayout layout) =>
        tensor.Shape.Count == 2 && layout.Keys[tensor.Name].Append(tensor.Name).Any(key => !IsEmbedding(key));
}
