using FusionFunctions.FlanT5.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>The feed-forward part: wo(f(wi x)), or wo(f(wi_0 x) * wi_1 x) where gated. Source: https://arxiv.org/abs/2002.05202.</summary>
internal sealed class T5DenseReluDense : nn.Module<Tensor, Tensor>
{
    private readonly T5Linear? wi;
    private readonly T5Linear? wi_0;
    private readonly T5Linear? wi_1;
    private readonly T5Linear wo;
    private readonly T5Activation _activation;

    public T5DenseReluDense(T5Config config)
        : base(nameof(T5DenseReluDense))
    {
        _activation = config.Activation;
        if (config.IsGated)
        {
            wi_0 = new(config.ModelSize, config.FeedForwardSize);
            wi_1 = new(config.ModelSize, config.FeedForwardSize);
        }
        else
        {
            wi = new(config.ModelSize, config.FeedForwardSize);
        }
        wo = new(config.FeedForwardSize, config.ModelSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = wi is not null ? Activate(wi.forward(input)) : Activate(wi_0!.forward(input)).mul(wi_1!.forward(input));
        return wo.forward(hidden).MoveToOuterDisposeScope();
    }

    private Tensor Activate(Tensor input) => _activation switch
    {
        T5Activation.Relu => nn.functional.relu(input),
        T5Activation.GeluNew => nn.functional.gelu(input, TorchSharp.Modules.GELU.Approximate.tanh, inplace: false),
        _ => nn.functional.silu(input),
    };
}
