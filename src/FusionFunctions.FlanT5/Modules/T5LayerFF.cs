using FusionFunctions.FlanT5.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>x + DenseReluDense(norm(x)).</summary>
internal sealed class T5LayerFF : nn.Module<Tensor, Tensor>
{
    private readonly T5DenseReluDense DenseReluDense;
    private readonly T5LayerNorm layer_norm;

    public T5LayerFF(T5Config config)
        : base(nameof(T5LayerFF))
    {
        DenseReluDense = new(config);
        layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (input + DenseReluDense.forward(layer_norm.forward(input))).MoveToOuterDisposeScope();
    }
}
