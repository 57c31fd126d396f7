using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <param name="Tokenizer">Where it is.</param>
/// <param name="IsRead">By an evaluation, which reads <c>spiece.model</c>; else it is only copied, whatever files it has.</param>
public sealed record FetchTokenizerInput(CheckpointReference Tokenizer, bool IsRead);
