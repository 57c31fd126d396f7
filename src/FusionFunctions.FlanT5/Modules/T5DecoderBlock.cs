using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>layer.0 attends to what was generated, layer.1 to the input, layer.2 feeds forward.</summary>
internal sealed class T5DecoderBlock : nn.Module
{
    private readonly ModuleList<nn.Module> layer;

    public T5DecoderBlock(T5Config config, bool hasRelativeBias)
        : base(nameof(T5DecoderBlock))
    {
        (Attention, CrossAttention, FeedForward) = (new(config, hasRelativeBias), new(config), new(config));
        layer = new(Attention, CrossAttention, FeedForward);
        register_module(nameof(layer), layer);
    }

    public T5LayerSelfAttention Attention { get; }

    public T5LayerCrossAttention CrossAttention { get; }

    private T5LayerFF FeedForward { get; }

    /// <param name="hidden">[batch, length, model].</param>
    /// <param name="bias">For self-attention: positions, and where several come at once the causal mask.</param>
    /// <param name="cross">The encoder's keys and values for this layer.</param>
    /// <param name="mask">Hides the input's padding.</param>
    /// <param name="cache">Of self-attention while generating.</param>
    public Tensor Forward(Tensor hidden, Tensor bias, (Tensor Keys, Tensor Values) cross, Tensor mask, AttentionCache? cache)
    {
        using var scope = NewDisposeScope();
        var attended = Attention.Forward(hidden, bias, cache);
        var crossed = CrossAttention.Forward(attended, cross.Keys, cross.Values, mask);
        return FeedForward.forward(crossed).MoveToOuterDisposeScope();
    }

    /// <summary>Makes <see cref="InferStep"/> possible.</summary>
    public void Join(bool isFinal)
    {
        Attention.SelfAttention.Fused.Join(isFinal);
        CrossAttention.EncDecAttention.Fused.Join(isFinal);
        FeedForward.Join(isFinal);
    }

    /// <param name="hidden">[rows, model], changed in place.</param>
    /// <param name="past">[rows, steps, 2 · inner]: keys and values of the answers so far.</param>
    /// <param name="step">Tokens before this one.</param>
    /// <param name="bias">[1, heads, 1, step + 1].</param>
    /// <param name="keysAndValues">[tokens, 2 · inner], of the encoder's output.</param>
    /// <param name="inputs">The rows' inputs, in the rows' order.</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void InferStep(
        Tensor hidden, Tensor past, int step, Tensor bias, Tensor keysAndValues, RowAttention inputs, Workspace workspace)
    {
        Attention.InferStep(hidden, past, step, bias, workspace);
        CrossAttention.InferStep(hidden, keysAndValues, inputs, workspace);
        FeedForward.Infer(hidden, workspace);
    }
}
