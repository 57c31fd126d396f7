using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// How tokens that lie behind each other attend within their own rows. Processors take runs of equal length without padding
/// (<see cref="PackedAttention"/>); a GPU, which a small kernel costs as much as a large one, all rows at once (<see cref="PaddedAttention"/>).
/// </summary>
internal abstract class RowAttention(T5Config config)
{
    protected T5Config Config => config;

    /// <summary>Self-attention over whole rows.</summary>
    /// <param name="projected">[tokens, 3 · inner]: queries, keys and values; queries times the root of the head size.</param>
    /// <param name="bias">[1, heads, longest or more, longest or more].</param>
    /// <param name="mixed">[tokens, inner], filled.</param>
    public abstract void MixRows(Tensor projected, Tensor bias, Tensor mixed);

    /// <summary>Lays keys and values of the inputs out as <see cref="MixInputs"/> wants them.</summary>
    /// <param name="keysAndValues">[tokens, 2 · inner].</param>
    public abstract Tensor LayOut(Tensor keysAndValues);

    /// <summary>Attention of one query a row to the row's input.</summary>
    /// <param name="queries">[rows, inner], times the root of the head size.</param>
    /// <param name="keysAndValues">From <see cref="LayOut"/>.</param>
    /// <param name="mixed">[rows, inner], filled.</param>
    public abstract void MixInputs(Tensor queries, Tensor keysAndValues, Tensor mixed);

    /// <param name="projected">[rows · length, parts · inner].</param>
    /// <param name="rows">How many.</param>
    /// <param name="length">Tokens in each.</param>
    /// <param name="parts">Queries, keys and values, or fewer.</param>
    /// <returns>[parts, rows, heads, length, head], a view.</returns>
    protected Tensor Heads(Tensor projected, long rows, long length, int parts) =>
        projected.view(rows, length, parts, config.Heads, config.HeadSize).permute(2, 0, 3, 1, 4);
}
