using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>libtorch's fused attention, which divides scores by the root of the head size.</summary>
internal static class ScaledProducts
{
    /// <param name="query">[rows, heads, length, head].</param>
    /// <param name="keys">[rows, heads, keys, head].</param>
    /// <param name="values">[rows, heads, keys, head].</param>
    /// <param name="bias">Added to the scores; broadcasts to [rows, heads, length, keys].</param>
    /// <param name="mixed">[rows · length, heads · head], filled.</param>
    public static void Mix(Tensor query, Tensor keys, Tensor values, Tensor? bias, Tensor mixed)
    {
        var result = nn.functional.scaled_dot_product_attention(query, keys, values, bias);
        mixed.view(query.shape[0], query.shape[2], query.shape[1], query.shape[3]).copy_(result.transpose(1, 2));
    }
}
