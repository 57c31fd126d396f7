using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.T5Format.Configuration;

/// <summary>config.json to <see cref="T5Config"/>.</summary>
public static class T5ConfigReader
{
    private const int MaxSize = 1 << 20;

    /// <exception cref="T5FormatException">Not a T5 model, or a value that makes no sense.</exception>
    public static T5Config Read(CheckpointConfig config)
    {
        if (config.ModelType is not ("t5" or "mt5"))
            throw new T5FormatException($"{config.FileName}: model_type is '{config.ModelType}'; only T5 models ('t5', 'mt5') can be evaluated.");
        var none = new T5Config();
        int layers = Size(config, "num_layers", none.EncoderLayers);
        int headSize = Size(config, "d_kv", none.HeadSize), heads = Size(config, "num_heads", none.Heads);
        if ((long)heads * headSize > MaxSize)
            throw Bad(config, "num_heads", heads, $"at most {MaxSize / headSize} with a d_kv of {headSize}");
        var (activation, isGated) = FeedForward(config);
        return new(
            Size(config, "vocab_size", none.VocabularySize),
            Size(config, "d_model", none.ModelSize),
            headSize,
            Size(config, "d_ff", none.FeedForwardSize),
            layers,
            Size(config, "num_decoder_layers", layers),
            heads,
            activation,
            isGated,
            Size(config, "relative_attention_num_buckets", none.RelativeBuckets, least: 4),
            Size(config, "relative_attention_max_distance", none.RelativeMaxDistance, least: 2),
            Epsilon(config, none.LayerNormEpsilon),
            config.Flag("tie_word_embeddings", missing: true),
            Size(config, "pad_token_id", none.PadTokenId, least: 0),
            Size(config, "eos_token_id", none.EosTokenId, least: 0),
            Size(config, "decoder_start_token_id", none.DecoderStartTokenId, least: 0));
    }

    private static int Size(CheckpointConfig config, string key, int missing, int least = 1) => config.Json[key] switch
    {
        null => missing,
        JsonValue value when value.TryGetValue(out int size) && size >= least && size <= MaxSize => size,
        var other => throw Bad(config, key, other, $"a whole number from {least} to {MaxSize}"),
    };

    private static double Epsilon(CheckpointConfig config, double missing) => config.Json["layer_norm_epsilon"] switch
    {
        null => missing,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.GetValue<double>() is > 0 and < 1 => value.GetValue<double>(),
        var other => throw Bad(config, "layer_norm_epsilon", other, "a number between 0 and 1"),
    };

    private static (T5Activation Activation, bool IsGated) FeedForward(CheckpointConfig config) => config.Json["feed_forward_proj"]?.ToString() switch
    {
        null or "relu" => (T5Activation.Relu, false),
        "gated-relu" => (T5Activation.Relu, true),
        // transformers reads "gated-gelu" as the tanh approximation, for the checkpoints' sake.
        "gated-gelu" => (T5Activation.GeluNew, true),
        "gelu_new" => (T5Activation.GeluNew, false),
        "gated-silu" => (T5Activation.Silu, true),
        _ => throw Bad(config, "feed_forward_proj", config.Json["feed_forward_proj"], "relu, gelu_new, gated-relu, gated-gelu or gated-silu"),
    };

    private static T5FormatException Bad(CheckpointConfig config, string key, JsonNode? value, string expected) =>
        new($"{config.FileName}: '{key}' must be {expected}, not {value?.ToJsonString() ?? "null"}.");
}
