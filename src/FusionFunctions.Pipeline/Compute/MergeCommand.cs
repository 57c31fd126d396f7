using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Merge a pool by one method; all variants in one reading of the inputs.</summary>
/// <param name="Method">The registered name.</param>
/// <param name="Pool">In pool order, the pretrained model among them.</param>
/// <param name="Tokenizer">Goes into the merged checkpoints' folders; null takes the one beside the base.</param>
/// <param name="Variants">At least one.</param>
/// <param name="OutputDType"><c>F32</c>, <c>F16</c> or <c>BF16</c>; null keeps the base's.</param>
public sealed record MergeCommand(
    string Method, IReadOnlyList<ModelReference> Pool, FetchedTokenizer? Tokenizer, IReadOnlyList<PlannedVariant> Variants, string? OutputDType);
