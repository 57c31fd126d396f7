using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>Multi-head attention without the usual scaling by the head size, which T5 folds into its initialisation.</summary>
internal sealed class T5Attention : nn.Module
{
    private readonly T5Linear q;
    private readonly T5Linear k;
    private readonly T5Linear v;
    private readonly T5Linear o;
    private readonly T5Embedding? relative_attention_bias;
    private readonly T5Config _config;

    public T5Attention(T5Config config, bool hasRelativeBias, bool isCross = false)
        : base(nameof(T5Attention))
    {
        _config = config;
        q = new(config.ModelSize, config.InnerSize);
        k = new(config.ModelSize, config.InnerSize);
        v = new(config.ModelSize, config.InnerSize);
        o = new(config.InnerSize, config.ModelSize);
        if (hasRelativeBias)
            relative_attention_bias = new(config.RelativeBuckets, config.Heads);
        Fused = new(config, q, k, v, o, isCross);
        RegisterComponents();
    }

    /// <summary>The same layer for inference.</summary>
    public FusedAttention Fused { get; }

    /// <returns>[1, heads, queryLength, keyLength].</returns>
    public Tensor PositionBias(int queryLength, int keyLength, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        var buckets = RelativePosition.Buckets(queryLength, keyLength, bidirectional, _config).to(relative_attention_bias!.weight.device);
        return relative_attention_bias.forward(buckets).permute(2, 0, 1).unsqueeze(0).contiguous().MoveToOuterDisposeScope();
    }

    /// <param name="input">[batch, length, model].</param>
    /// <returns>Keys and values, each [batch, heads, length, head].</returns>
    public (Tensor Keys, Tensor Values) KeysAndValues(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (Split(k.forward(input)).MoveToOuterDisposeScope(), Split(v.forward(input)).MoveToOuterDisposeScope());
    }

    /// <param name="input">[batch, queryLength, model].</param>
    /// <param name="keys">[batch, heads, keyLength, head].</param>
    /// <param name="values">[batch, heads, keyLength, head].</param>
    /// <param name="bias">Added to the scores; broadcasts to [batch, heads, queryLength, keyLength].</param>
    /// <returns>[batch, queryLength, model].</returns>
    public Tensor Attend(Tensor input, Tensor keys, Tensor values, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var scores = matmul(Split(q.forward(input)), keys.transpose(-1, -2)).Plus(bias);
        var mixed = matmul(nn.functional.softmax(scores, -1), values);
        return o.forward(mixed.transpose(1, 2).reshape(input.shape[0], input.shape[1], _config.InnerSize)).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Fused.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Split(Tensor projected)
    {
        using var scope = NewDisposeScope();
        return projected.reshape(projected.shape[0], projected.shape[1], _config.Heads, _config.HeadSize).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
