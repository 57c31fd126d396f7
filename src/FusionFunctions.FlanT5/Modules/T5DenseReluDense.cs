using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
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
    private readonly FusedWeight? _gate;
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
        _inner = new(wi ?? wi_0!);
        _gate = wi_1 is null ? null : new(wi_1);
        _outer = new(wo);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = _config.Activation.ApplyTo((wi ?? wi_0!).forward(input));
        hidden = wi_1 is null ? hidden : hidden.mul(wi_1.forward(input));
        return wo.forward(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Makes <see cref="Infer"/> possible.</summary>
    public void Join(bool isFinal)
    {
        _inner.Join(isFinal);
        _gate?.Join(isFinal);
        _outer.Join(isFinal);
    }

    /// <summary>Adds the result to the residual stream.</summary>
    /// <param name="input">[tokens, model].</param>
    /// <param name="hidden">[tokens, model].</param>
    /// <param name="workspace">For the inner layer.</param>
    public void Infer(Tensor input, Tensor hidden, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var inner = _inner.Multiply(input, workspace, WorkspacePart.Inner, _config.Activation);
        if (_gate is not null)
            inner.mul_(_gate.Multiply(input, workspace, WorkspacePart.Gate));
        _outer.AddProduct(inner, hidden);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _gate?.Dispose();
            _outer.Dispose();
        }
        base.Dispose(disposing);
    }
}
