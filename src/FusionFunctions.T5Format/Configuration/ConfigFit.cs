using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.T5Format.Configuration;

/// <summary>Holds every size of a config.json against the checkpoint before anything of these sizes is allocated.</summary>
public static class ConfigFit
{
    /// <exception cref="T5FormatException">The config calls for more layers than there are tensors, or for other shapes than they have.</exception>
    public static void Require(T5Config config, ITensorReader checkpoint)
    {
        if (config.EncoderLayers + config.DecoderLayers > checkpoint.Tensors.Count)
            throw new T5FormatException(
                $"{checkpoint.Name}: its {ModelFiles.Config} calls for {config.EncoderLayers} and {config.DecoderLayers} layers, but it has {checkpoint.Tensors.Count} tensors in all.");
        foreach (var (name, shape) in Shapes(config))
            if (checkpoint.Tensors.FirstOrDefault(tensor => tensor.Name == name) is { } tensor)
                RequireShape(checkpoint.Name, tensor, shape);
            else
                throw new T5FormatException($"{checkpoint.Name}: tensor '{name}', which its {ModelFiles.Config} calls for, is missing.");
    }

    /// <exception cref="T5FormatException">The tensor has another shape.</exception>
    public static void RequireShape(string checkpoint, TensorInfo tensor, IReadOnlyList<long> shape)
    {
        if (!tensor.Shape.SequenceEqual(shape))
            throw new T5FormatException(
                $"{checkpoint}: tensor '{tensor.Name}' has shape {ShapeText.Of(tensor.Shape)}, but its {ModelFiles.Config} calls for {ShapeText.Of(shape)}.");
    }

    // One tensor for each size; all others are as large as these.
    private static (string Name, long[] Shape)[] Shapes(T5Config config) =>
    [
        ("shared.weight", [config.VocabularySize, config.ModelSize]),
        ("encoder.block.0.layer.0.SelfAttention.q.weight", [config.InnerSize, config.ModelSize]),
        ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", [config.RelativeBuckets, config.Heads]),
        ($"encoder.block.0.layer.1.DenseReluDense.{(config.IsGated ? "wi_0" : "wi")}.weight", [config.FeedForwardSize, config.ModelSize]),
    ];
}
