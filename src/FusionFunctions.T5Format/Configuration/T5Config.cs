namespace FusionFunctions.T5Format.Configuration;

/// <summary>The architecture, as config.json gives it; defaults are those of transformers' T5Config.</summary>
/// <param name="VocabularySize">Rows of the embedding, possibly more than the tokenizer has ids.</param>
/// <param name="ModelSize">d_model.</param>
/// <param name="HeadSize">d_kv; heads times this need not be d_model.</param>
/// <param name="FeedForwardSize">d_ff.</param>
/// <param name="EncoderLayers">num_layers.</param>
/// <param name="DecoderLayers">num_decoder_layers.</param>
/// <param name="Heads">num_heads.</param>
/// <param name="Activation">The feed-forward function.</param>
/// <param name="IsGated">Whether wi_0's activation gates wi_1 (T5 v1.1 and Flan-T5) or there is one wi (T5 v1.0).</param>
/// <param name="RelativeBuckets">relative_attention_num_buckets.</param>
/// <param name="RelativeMaxDistance">relative_attention_max_distance.</param>
/// <param name="LayerNormEpsilon">Inside the root of the RMS norm.</param>
/// <param name="TieWordEmbeddings">Whether the output layer is the embedding, scaled by d_model^-0.5.</param>
public sealed record T5Config(
    int VocabularySize = 32128,
    int ModelSize = 512,
    int HeadSize = 64,
    int FeedForwardSize = 2048,
    int EncoderLayers = 6,
    int DecoderLayers = 6,
    int Heads = 8,
    T5Activation Activation = T5Activation.Relu,
    bool IsGated = false,
    int RelativeBuckets = 32,
    int RelativeMaxDistance = 128,
    double LayerNormEpsilon = 1e-6,
    bool TieWordEmbeddings = true,
    int PadTokenId = 0,
    int EosTokenId = 1,
    int DecoderStartTokenId = 0)
{
    /// <summary>Width of queries, keys and values.</summary>
    public int InnerSize => Heads * HeadSize;
}
