using FusionFunctions.FlanT5.Configuration;
using FusionFunctions.FlanT5.Inference;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>The feed-forward part: wo(f(wi x)), or wo(f(wi_0 x) * wi_1 x) where gated. Source: https://arxiv.org/abs/2002.05202.</summary>
internal sealed class T5DenseReluDense : nn.Module<Tensor, Tensor>
{
    private readonly T5Linear? wi;
    private readonly T5Linear? wi_0;
    private readonly T5Linear? wi_1;
    private readonly T5Linear wo;
    private readonly T5Config _config;
    private readonly FusedWeight _inner;
    private readonly FusedWeight _outer;

    public T5DenseReluDense(T5Config config)
        : base(nameof(T5DenseReluDense))
    {
        _config = config;
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
        _inner = wi is null ? new(wi_0!, wi_1!) : new(wi);
        _outer = new(wo);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = wi is not null ? Activate(wi.forward(input)) : Activate(wi_0!.forward(input)).mul(wi_1!.forward(input));
        return wo.forward(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Makes <see cref="Infer"/> possible.</summary>
    public void Join()
    {
        _inner.Join();
        _outer.Join();
    }

    /// <summary>Adds the result to the residual stream.</summary>
    /// <param name="input">[tokens, model].</param>
    /// <param name="hidden">[tokens, model].</param>
    /// <param name="workspace">For the inner layer.</param>
    public void Infer(Tensor input, Tensor hidden, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        long size = _config.FeedForwardSize;
        var all = workspace.Take(WorkspacePart.Inner, input.shape[0], _config.IsGated ? 2 * size : size);
        all.addmm_(input, _inner.Transposed, 0, 1);
        var inner = all.slice(1, 0, size, 1);
        ActivateInPlace(inner);
        if (_config.IsGated)
            inner.mul_(all.slice(1, size, 2 * size, 1));
        hidden.addmm_(inner, _outer.Transposed, 1, 1);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _outer.Dispose();
        }
        base.Dispose(disposing);
    }

    private void ActivateInPlace(Tensor inner) => _ = _config.Activation switch
    {
        T5Activation.Relu => inner.relu_(),
        T5Activation.GeluNew => inner.gelu_(TorchSharp.Modules.GELU.Approximate.tanh),
        _ => inner.silu_(),
    };

    private Tensor Activate(Tensor input) => _config.Activation switch
    {
        T5Activation.Relu => nn.functional.relu(input),
        T5Activation.GeluNew => nn.functional.gelu(input, TorchSharp.Modules.GELU.Approximate.tanh, inplace: false),
        _ => nn.functional.silu(input),
    };
}
