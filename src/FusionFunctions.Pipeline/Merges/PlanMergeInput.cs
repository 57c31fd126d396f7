using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;

namespace FusionFunctions.Pipeline.Merges;

/// <param name="Pool">In pool order, the pretrained model among them.</param>
/// <param name="OutputDType">As in the experiment.</param>
public sealed record PlanMergeInput(MethodSpec Method, IReadOnlyList<ModelReference> Pool, string? OutputDType);
