using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;

namespace FusionFunctions.Pipeline.Merges;

/// <param name="Pool">In pool order, the pretrained model among them.</param>
/// <param name="OutputDType">As in the experiment.</param>
/// <param name="Tokenizer">What merged models are evaluated with; null where they are not.</param>
public sealed record PlanMergeInput(MethodSpec Method, IReadOnlyList<ModelReference> Pool, string? OutputDType, FetchedTokenizer? Tokenizer = null);
