using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
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
        return input.Plus(DenseReluDense.forward(layer_norm.forward(input))).MoveToOuterDisposeScope();
    }

    /// <summary>Makes <see cref="Infer"/> possible.</summary>
    public void Join(bool isFinal) => DenseReluDense.Join(isFinal);

    /// <param name="hidden">[tokens, model], changed in place.</param>
    /// <param name="workspace">For what is computed on the way.</param>
    public void Infer(Tensor hidden, Workspace workspace)
    {
        using var normed = workspace.Take(WorkspacePart.Normed, hidden.shape[0], hidden.shape[1]);
        layer_norm.Infer(hidden, normed);
        DenseReluDense.Infer(normed, hidden, workspace);
    }
}
