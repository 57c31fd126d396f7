using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>The encoder's blocks and final norm.</summary>
internal sealed class T5Encoder : nn.Module
{
    private readonly ModuleList<T5EncoderBlock> block;
    private readonly T5LayerNorm final_layer_norm;

    public T5Encoder(T5Config config)
        : base(nameof(T5Encoder))
    {
        // Only the first block has a table of relative positions; the others use its bias.
        block = new([.. Enumerable.Range(0, config.EncoderLayers).Select(i => new T5EncoderBlock(config, hasRelativeBias: i == 0))]);
        final_layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <param name="embedded">[batch, length, model].</param>
    /// <param name="mask">[batch, 1, 1, length], 0 or very negative.</param>
    /// <returns>[batch, length, model].</returns>
    public Tensor Forward(Tensor embedded, Tensor mask)
    {
        using var scope = NewDisposeScope();
        int length = (int)embedded.shape[1];
        var bias = PositionBias(length).Plus(mask);
        var hidden = embedded;
        foreach (var part in block)
            hidden = part.Forward(hidden, bias);
        return final_layer_norm.forward(hidden).MoveToOuterDisposeScope();
    }

    /// <returns>[1, heads, length, length].</returns>
    public Tensor PositionBias(int length) => block[0].Attention.SelfAttention.PositionBias(length, length, bidirectional: true);

    /// <summary>Makes <see cref="Infer"/> possible.</summary>
    public void Join(bool isFinal)
    {
        foreach (var part in block)
            part.Join(isFinal);
    }

    /// <summary>Encodes rows without padding.</summary>
    /// <param name="hidden">[tokens, model]: embedded tokens, changed in place.</param>
    /// <param name="rows">All rows, from the first token to the last.</param>
    /// <param name="bias">From <see cref="PositionBias"/>, for the longest row or longer.</param>
    /// <param name="workspace">For what is computed on the way.</param>
    /// <returns>[tokens, model], until the workspace is used again.</returns>
    public Tensor Infer(Tensor hidden, RowAttention rows, Tensor bias, Workspace workspace)
    {
        foreach (var part in block)
            part.Infer(hidden, rows, bias, workspace);
        var encoded = workspace.Take(WorkspacePart.Normed, hidden.shape[0], hidden.shape[1]);
        final_layer_norm.Infer(hidden, encoded);
        return encoded;
    }
}
