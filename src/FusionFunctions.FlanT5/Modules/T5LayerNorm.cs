using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>RMS norm: no mean is subtracted and nothing is added. Source: https://arxiv.org/abs/1910.07467.</summary>
internal sealed class T5LayerNorm : nn.Module<Tensor, Tensor>
{
    public readonly Parameter weight;

    // Kept alive here, see KeptScalars.
    private readonly TorchSharp.Scalar _epsilon;

    public T5LayerNorm(int size, double epsilon)
        : base(nameof(T5LayerNorm))
    {
        _epsilon = epsilon;
        weight = new Parameter(empty(size));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var variance = input.Squared().mean([-1], keepdim: true);
        return (weight * (input * rsqrt(variance.add(_epsilon, KeptScalars.One)))).MoveToOuterDisposeScope();
    }

    /// <summary>The same, into memory that is there.</summary>
    /// <param name="input">[tokens, model].</param>
    /// <param name="output">[tokens, model], apart from the input.</param>
    public void Infer(Tensor input, Tensor output)
    {
        using var scope = NewDisposeScope();
        if (input.dtype != ScalarType.Float32)
        {
            // Squares are summed in float32 whatever the model computes with, as Hugging Face does it.
            var wide = input.to(ScalarType.Float32);
            output.copy_(wide.mul_(rsqrt(wide.Squared().mean([-1], keepdim: true).add_(_epsilon, KeptScalars.One)))).mul_(weight);
            return;
        }
        output.copy_(input).mul_(output);
        var variance = output.mean([-1], keepdim: true);
        output.copy_(input).mul_(variance.add_(_epsilon, KeptScalars.One).rsqrt_()).mul_(weight);
    }
}
