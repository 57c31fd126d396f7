using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
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

    /// <summary>Makes <see cref="Infer"/> possible.</summary>
    public void Join(bool isFinal)
    {
        Attention.SelfAttention.Fused.Join(isFinal);
        FeedForward.Join(isFinal);
    }

    /// <param name="hidden">[tokens, model], changed in place.</param>
    /// <param name="rows">All rows, from the first token to the last.</param>
    /// <param name="bias">[1, heads, longest, longest].</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void Infer(Tensor hidden, RowAttention rows, Tensor bias, Workspace workspace)
    {
        Attention.Infer(hidden, rows, bias, workspace);
        FeedForward.Infer(hidden, workspace);
    }
}
