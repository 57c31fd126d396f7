using FusionFunctions.FlanT5.Inference;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>T5 for conditional generation. Parameters are named as in a checkpoint; tied tensors appear once.</summary>
internal sealed class T5Model : nn.Module
{
    private readonly T5Embedding shared;
    private readonly T5Encoder encoder;
    private readonly T5Decoder decoder;
    private readonly T5Linear? lm_head;
    private readonly FusedWeight? _output;
    private readonly TorchSharp.Scalar _tiedScale;
    private readonly TorchSharp.Scalar _padding;

    public T5Model(T5Config config)
        : base(nameof(T5Model))
    {
        Config = config;
        shared = new(config.VocabularySize, config.ModelSize);
        encoder = new(config);
        decoder = new(config);
        if (!config.TieWordEmbeddings)
        {
            lm_head = new(config.ModelSize, config.VocabularySize);
            _output = new(lm_head);
        }
        _padding = config.PadTokenId;
        _tiedScale = Math.Pow(config.ModelSize, -0.5);
        RegisterComponents();
    }

    public T5Config Config { get; }

    public T5Encoder Encoder => encoder;

    public T5Decoder Decoder => decoder;

    public Device Device => shared.weight.device;

    public ScalarType ElementType => shared.weight.dtype;

    /// <param name="ids">int64 [...].</param>
    /// <returns>[..., model].</returns>
    public Tensor Embed(Tensor ids) => shared.forward(ids);

    /// <param name="inputIds">int64 [batch, length], padded on the right.</param>
    /// <param name="mask">From <see cref="PaddingMask"/>.</param>
    /// <returns>[batch, length, model].</returns>
    public Tensor Encode(Tensor inputIds, Tensor mask)
    {
        using var embedded = Embed(inputIds);
        return encoder.Forward(embedded, mask);
    }

    /// <returns>[batch, 1, 1, length]: 0 for tokens, the most negative float for padding.</returns>
    public Tensor PaddingMask(Tensor inputIds)
    {
        using var padding = inputIds.eq(_padding).unsqueeze(1).unsqueeze(1);
        return zeros(padding.shape, device: inputIds.device).masked_fill_(padding, KeptScalars.Ignored);
    }

    /// <summary>Lays weights out for inference; once they are loaded and on their device.</summary>
    public void Join(bool isFinal)
    {
        encoder.Join(isFinal);
        decoder.Join(isFinal);
        _output?.Join(isFinal);
    }

    /// <param name="hidden">[..., model].</param>
    /// <returns>[..., vocabulary].</returns>
    public Tensor Logits(Tensor hidden)
    {
        if (lm_head is not null)
            return lm_head.forward(hidden);
        using var scaled = hidden * _tiedScale;
        return nn.functional.linear(scaled, shared.weight);
    }

    /// <param name="hidden">[rows, model], changed.</param>
    /// <param name="workspace">May hold the result, until it is used again.</param>
    /// <returns>[rows, vocabulary].</returns>
    public Tensor InferLogits(Tensor hidden, Workspace workspace) => _output is not null
        ? _output.Multiply(hidden, workspace, WorkspacePart.Logits)
        : workspace.TakeRows(WorkspacePart.Logits, hidden.shape[0], Config.VocabularySize).addmm_(hidden.mul_(_tiedScale), shared.weight.t(), 0, 1);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _output?.Dispose();
        base.Dispose(disposing);
    }
}
