using FusionFunctions.FlanT5.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>x + SelfAttention(norm(x)).</summary>
internal sealed class T5LayerSelfAttention : nn.Module
{
    public readonly T5Attention SelfAttention;
    private readonly T5LayerNorm layer_norm;

    public T5LayerSelfAttention(T5Config config, bool hasRelativeBias)
        : base(nameof(T5LayerSelfAttention))
    {
        SelfAttention = new(config, hasRelativeBias);
        layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <param name="hidden">[batch, length, model].</param>
    /// <param name="bias">Positions and mask, added to the scores.</param>
    /// <param name="cache">Keys and values of earlier positions, extended by this one's; null where all positions come at once.</param>
    public Tensor Forward(Tensor hidden, Tensor bias, AttentionCache? cache = null)
    {
        using var scope = NewDisposeScope();
        var normed = layer_norm.forward(hidden);
        var (keys, values) = SelfAttention.KeysAndValues(normed);
        if (cache is not null)
            (keys, values) = cache.Append(keys, values);
        return (hidden + SelfAttention.Attend(normed, keys, values, bias)).MoveToOuterDisposeScope();
    }
}
