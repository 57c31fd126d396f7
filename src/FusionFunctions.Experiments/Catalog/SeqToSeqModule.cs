namespace FusionFunctions.Experiments.Catalog;

/// <summary>The parts of a model with an encoder and a decoder that may be merged with parameters of their own, by mergekit's names for them (its <c>t5.json</c>).</summary>
public static class SeqToSeqModule
{
    public const string Encoder = "encoder";
    public const string Decoder = "decoder";

    /// <summary>What belongs to neither, or to both: T5's embeddings and its output layer.</summary>
    public const string Shared = "shared";

    // Of most architectures but T5: Whisper's model.encoder.layers.0.
    private const string Root = "model.";

    public static IReadOnlyList<string> All { get; } = [Encoder, Decoder, Shared];

    /// <param name="tensor">A tensor's name.</param>
    public static string Of(string tensor)
    {
        string path = tensor.StartsWith(Root, StringComparison.Ordinal) ? tensor[Root.Length..] : tensor;
        return path.Split('.', 2)[0] switch
        {
            Encoder => Encoder,
            Decoder => Decoder,
            _ => Shared,
        };
    }
}
