namespace FusionFunctions.FlanT5.Generation;

/// <param name="MaxLength">Decoder tokens at most, the start token counted: 10 gives at most nine new tokens, as in FusionBench.</param>
/// <param name="BatchTokens">Input tokens in a batch at most, padding included; bounds memory, never changes a result.</param>
public sealed record GenerationOptions(int MaxLength = 10, int BatchTokens = 4096);
