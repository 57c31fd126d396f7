using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>The decoder's blocks and final norm.</summary>
internal sealed class T5Decoder : nn.Module
{
    private readonly ModuleList<T5DecoderBlock> block;
    private readonly T5LayerNorm final_layer_norm;

    public T5Decoder(T5Config config)
        : base(nameof(T5Decoder))
    {
        block = new([.. Enumerable.Range(0, config.DecoderLayers).Select(i => new T5DecoderBlock(config, hasRelativeBias: i == 0))]);
        final_layer_norm = new(config.ModelSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    public int Layers => block.Count;

    /// <returns>[1, heads, length, length]: position biases of all steps; row i is that of step i.</returns>
    public Tensor PositionBias(int length) => block[0].Attention.SelfAttention.PositionBias(length, length, bidirectional: false);

    /// <summary>Every layer's keys and values of the encoder's output, once for all steps.</summary>
    public (Tensor Keys, Tensor Values)[] CrossKeysAndValues(Tensor encoded) =>
        [.. block.Select(part => part.CrossAttention.EncDecAttention.KeysAndValues(encoded))];

    /// <param name="embedded">[batch, length, model]: all positions, or the newest one with caches.</param>
    /// <param name="bias">Positions, and the causal mask where several positions come at once.</param>
    /// <param name="cross">From <see cref="CrossKeysAndValues"/>.</param>
    /// <param name="mask">Hides the input's padding.</param>
    /// <param name="caches">One a layer, or null.</param>
    /// <returns>[batch, length, model].</returns>
    public Tensor Forward(Tensor embedded, Tensor bias, (Tensor Keys, Tensor Values)[] cross, Tensor mask, AttentionCache[]? caches = null)
    {
        using var scope = NewDisposeScope();
        var hidden = embedded;
        for (int i = 0; i < block.Count; i++)
            hidden = block[i].Forward(hidden, bias, cross[i], mask, caches?[i]);
        return final_layer_norm.forward(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Makes inference possible.</summary>
    public void Join(bool isFinal)
    {
        foreach (var part in block)
            part.Join(isFinal);
    }

    /// <summary>Every layer's keys and values of the encoder's output.</summary>
    /// <param name="encoded">[tokens, model].</param>
    /// <param name="keysAndValues">One a layer, [tokens, 2 · inner], filled.</param>
    public void Project(Tensor encoded, IReadOnlyList<Tensor> keysAndValues)
    {
        for (int i = 0; i < block.Count; i++)
            block[i].CrossAttention.EncDecAttention.Fused.Project(encoded, keysAndValues[i]);
    }

    /// <summary>One step for every row.</summary>
    /// <param name="hidden">[rows, model]: the newest tokens, embedded; changed in place.</param>
    /// <param name="past">One a layer, [rows, steps, 2 · inner]: keys and values of the answers so far.</param>
    /// <param name="step">Tokens before this one.</param>
    /// <param name="bias">[1, heads, 1, step + 1].</param>
    /// <param name="keysAndValues">From <see cref="Project"/>.</param>
    /// <param name="inputs">The rows' inputs, in the rows' order.</param>
    /// <param name="workspace">For what is computed on the way.</param>
    /// <returns>[rows, model], until the workspace is used again.</returns>
    public Tensor InferStep(
        Tensor hidden,
        IReadOnlyList<Tensor> past,
        int step,
        Tensor bias,
        IReadOnlyList<Tensor> keysAndValues,
        RowAttention inputs,
        Workspace workspace)
    {
        for (int i = 0; i < block.Count; i++)
            block[i].InferStep(hidden, past[i], step, bias, keysAndValues[i], inputs, workspace);
        var decoded = workspace.Take(WorkspacePart.Normed, hidden.shape[0], hidden.shape[1]);
        final_layer_norm.Infer(hidden, decoded);
        return decoded;
    }
}
