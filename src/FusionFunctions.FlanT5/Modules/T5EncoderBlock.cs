using FusionFunctions.FlanT5.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>layer.0 attends to the input, layer.1 feeds forward.</summary>
internal sealed class T5EncoderBlock : nn.Module
{
    private readonly ModuleList<nn.Module> layer;

    public T5EncoderBlock(T5Config config, bool hasRelativeBias)
        : base(nameof(T5EncoderBlock))
    {
        (Attention, FeedForward) = (new(config, hasRelativeBias), new(config));
        layer = new(Attention, FeedForward);
        register_module(nameof(layer), layer);
    }

    public T5LayerSelfAttention Attention { get; }

    private T5LayerFF FeedForward { get; }

    public Tensor Forward(Tensor hidden, Tensor bias)
    {
        using var attended = Attention.Forward(hidden, bias);
        return FeedForward.forward(attended);
    }
}
