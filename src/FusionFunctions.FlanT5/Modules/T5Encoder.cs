using FusionFunctions.FlanT5.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>The encoder's blocks and final norm.</summary>
internal sealed class T5Encoder : nn.Module
{
    private readonly ModuleList<T5EncoderBlock> block;
    private readonly T5LayerNorm final_layer_norm;

    public T5Encoder(T5Config config)
        : base(nameof(T5Encoder))
    {
        // Only the first block has a table of relative positions; the others use its bias.
        block = new([.. Enumerable.Range(0, config.EncoderLayers).Select(i => new T5EncoderBlock(config, hasRelativeBias: i == 0))]);
        final_layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <param name="embedded">[batch, length, model].</param>
    /// <param name="mask">[batch, 1, 1, length], 0 or very negative.</param>
    /// <returns>[batch, length, model].</returns>
    public Tensor Forward(Tensor embedded, Tensor mask)
    {
        using var scope = NewDisposeScope();
        int length = (int)embedded.shape[1];
        var bias = block[0].Attention.SelfAttention.PositionBias(length, length, bidirectional: true) + mask;
        var hidden = embedded;
        foreach (var part in block)
            hidden = part.Forward(hidden, bias);
        return final_layer_norm.forward(hidden).MoveToOuterDisposeScope();
    }
}
