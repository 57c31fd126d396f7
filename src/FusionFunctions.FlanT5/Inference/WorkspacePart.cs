namespace FusionFunctions.FlanT5.Inference;

/// <summary>What a piece of a workspace holds.</summary>
internal enum WorkspacePart
{
    /// <summary>The residual stream.</summary>
    Hidden,

    /// <summary>The residual stream, normed.</summary>
    Normed,

    /// <summary>Queries, keys and values beside each other.</summary>
    Projected,

    /// <summary>What the heads mix from values.</summary>
    Mixed,

    /// <summary>The feed-forward part's inner layer.</summary>
    Inner,

    /// <summary>What gates that layer.</summary>
    Gate,

    /// <summary>A layer's keys and values of the encoder's output.</summary>
    Cross,

    /// <summary>A layer's keys and values of the answers so far.</summary>
    Past,

    /// <summary>Scores of the next token.</summary>
    Logits,
}
