using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>The tensors of Flan-T5-base in float32.</summary>
internal static class FlanT5Shapes
{
    /// <summary>A sixth of the width, a 24th of the vocabulary: a naive merge of eight takes seconds.</summary>
    public static IEnumerable<TensorInfo> Small => Of(128, 384, 1344);

    /// <param name="quick">A third of the width, a sixth of the vocabulary.</param>
    public static IEnumerable<TensorInfo> Of(bool quick) =>
        quick ? Of(256, 768, 5376) : Of(768, 2048, 32128);

    private static IEnumerable<TensorInfo> Of(long model, long inner, long vocabulary)
    {
        yield return new("shared.weight", TensorDType.F32, [vocabulary, model]);
        yield return new("lm_head.weight", TensorDType.F32, [vocabulary, model]);
        foreach (string stack in new[] { "encoder", "decoder" })
            for (int block = 0; block < 12; block++)
            {
                foreach (string attention in stack == "encoder" ? ["SelfAttention"] : new[] { "SelfAttention", "EncDecAttention" })
                    foreach (char weight in "qkvo")
                        yield return new($"{stack}.block.{block}.{attention}.{weight}.weight", TensorDType.F32, [model, model]);
                yield return new($"{stack}.block.{block}.DenseReluDense.wi_0.weight", TensorDType.F32, [inner, model]);
                yield return new($"{stack}.block.{block}.DenseReluDense.wi_1.weight", TensorDType.F32, [inner, model]);
                yield return new($"{stack}.block.{block}.DenseReluDense.wo.weight", TensorDType.F32, [model, inner]);
                yield return new($"{stack}.block.{block}.layer_norm.weight", TensorDType.F32, [model]);
            }
    }
}
