namespace FusionFunctions.FlanT5.Generation;

/// <summary>How answers are generated. But for the first, nothing here changes an answer.</summary>
/// <param name="MaxLength">Decoder tokens at most, the start token counted: 10 gives at most nine new tokens, as in FusionBench.</param>
/// <param name="BatchTokens">Input tokens of the rows that are answered at one time, in all lanes together; bounds memory.</param>
public sealed record GenerationOptions(int MaxLength = 10, int BatchTokens = 4096)
{
    /// <summary>How batches are laid out; null leaves it to the model's device.</summary>
    public BatchShape? Shape { get; init; }

    /// <summary>Batches that are answered side by side, each on a thread of its own beside which libtorch may have helpers.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>
    /// Told what a row has so far, the start token first; where it says true, the row's answer ends there. Called from all lanes.
    /// Null lets every answer come to its end.
    /// </summary>
    public Func<IReadOnlyList<int>, bool>? Abandon { get; init; }
}
