using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
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
        return hidden.Plus(SelfAttention.Attend(normed, keys, values, bias)).MoveToOuterDisposeScope();
    }

    /// <summary>See <see cref="FusedAttention.AttendToRows"/>.</summary>
    public void Infer(Tensor hidden, RowAttention rows, Tensor bias, Workspace workspace)
    {
        using var normed = workspace.Take(WorkspacePart.Normed, hidden.shape[0], hidden.shape[1]);
        layer_norm.Infer(hidden, normed);
        SelfAttention.Fused.AttendToRows(normed, hidden, rows, bias, workspace);
    }

    /// <summary>See <see cref="FusedAttention.AttendToPast"/>.</summary>
    public void InferStep(Tensor hidden, Tensor past, int step, Tensor bias, Workspace workspace)
    {
        using var normed = workspace.Take(WorkspacePart.Normed, hidden.shape[0], hidden.shape[1]);
        layer_norm.Infer(hidden, normed);
        SelfAttention.Fused.AttendToPast(normed, hidden, past, step, bias, workspace);
    }
}
