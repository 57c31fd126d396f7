using FusionFunctions.FlanT5.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>The decoder's blocks and final norm.</summary>
internal sealed class T5Decoder : nn.Module
{
    private readonly ModuleList<T5DecoderBlock> block;
    private readonly T5LayerNorm final_layer_norm;

    public T5Decoder(T5Config config)
        : base(nameof(T5Decoder))
    {
        block = new([.. Enumerable.Range(0, config.DecoderLayers).Select(i => new T5DecoderBlock(config, hasRelativeBias: i == 0))]);
        final_layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    public int Layers => block.Count;

    /// <returns>[1, heads, length, length]: position biases of all steps; row i is that of step i.</returns>
    public Tensor PositionBias(int length) => block[0].Attention.SelfAttention.PositionBias(length, length, bidirectional: false);

    /// <summary>Every layer's keys and values of the encoder's output, once for all steps.</summary>
    public (Tensor Keys, Tensor Values)[] CrossKeysAndValues(Tensor encoded) =>
        [.. block.Select(part => part.CrossAttention.EncDecAttention.KeysAndValues(encoded))];

    /// <param name="embedded">[batch, length, model]: all positions, or the newest one with caches.</param>
    /// <param name="bias">Positions, and the causal mask where several positions come at once.</param>
    /// <param name="cross">From <see cref="CrossKeysAndValues"/>.</param>
    /// <param name="mask">Hides the input's padding.</param>
    /// <param name="caches">One a layer, or null.</param>
    /// <returns>[batch, length, model].</returns>
    public Tensor Forward(Tensor embedded, Tensor bias, (Tensor Keys, Tensor Values)[] cross, Tensor mask, AttentionCache[]? caches = null)
    {
        using var scope = NewDisposeScope();
        var hidden = embedded;
        for (int i = 0; i < block.Count; i++)
            hidden = block[i].Forward(hidden, bias, cross[i], mask, caches?[i]);
        return final_layer_norm.forward(hidden).MoveToOuterDisposeScope();
    }
}
