using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>x + EncDecAttention(norm(x), encoder output).</summary>
internal sealed class T5LayerCrossAttention : nn.Module
{
    public readonly T5Attention EncDecAttention;
    private readonly T5LayerNorm layer_norm;

    public T5LayerCrossAttention(T5Config config)
        : base(nameof(T5LayerCrossAttention))
    {
        EncDecAttention = new(config, hasRelativeBias: false, isCross: true);
        layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <param name="hidden">[batch, length, model].</param>
    /// <param name="keys">Of the encoder's output, [batch, heads, inputLength, head].</param>
    /// <param name="values">Of the encoder's output, [batch, heads, inputLength, head].</param>
    /// <param name="mask">[batch, 1, 1, inputLength], 0 or very negative.</param>
    public Tensor Forward(Tensor hidden, Tensor keys, Tensor values, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return hidden.Plus(EncDecAttention.Attend(layer_norm.forward(hidden), keys, values, mask)).MoveToOuterDisposeScope();
    }

    /// <summary>See <see cref="FusedAttention.AttendToInputs"/>.</summary>
    public void InferStep(Tensor hidden, Tensor keysAndValues, RowAttention inputs, Workspace workspace)
    {
        using var normed = workspace.Take(WorkspacePart.Normed, hidden.shape[0], hidden.shape[1]);
        layer_norm.Infer(hidden, normed);
        EncDecAttention.Fused.AttendToInputs(normed, hidden, keysAndValues, inputs, workspace);
    }
}
