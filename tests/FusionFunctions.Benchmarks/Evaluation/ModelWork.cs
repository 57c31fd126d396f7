using FusionFunctions.T5Format.Configuration;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>
/// The floating-point operations that a T5 model needs, counting matrix products alone, two for each multiplication with its addition.
/// </summary>
internal sealed class ModelWork(T5Config config)
{
    private double FeedForward => 2.0 * config.ModelSize * config.FeedForwardSize * (config.IsGated ? 3 : 2);

    private double Projection => 2.0 * config.ModelSize * config.InnerSize;

    /// <summary>The encoder over a prompt, and the keys and values that the decoder takes from it.</summary>
    /// <param name="tokens">The prompt's length.</param>
    public double Encoding(int tokens) =>
        (tokens * config.EncoderLayers * ((4 * Projection) + FeedForward))
        + (4.0 * tokens * tokens * config.InnerSize * config.EncoderLayers)
        + (tokens * config.DecoderLayers * 2 * Projection);

    /// <summary>A token after a prompt.</summary>
    /// <param name="tokens">The prompt's length.</param>
    public double Step(int tokens) =>
        (config.DecoderLayers * ((6 * Projection) + FeedForward + (4.0 * tokens * config.InnerSize)))
        + (2.0 * config.ModelSize * config.VocabularySize);
}
