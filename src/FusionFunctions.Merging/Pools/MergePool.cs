using FusionFunctions.Experiments;

namespace FusionFunctions.Merging.Pools;

/// <param name="Pretrained">The base, or null where the pool has none or the method does not read it.</param>
/// <param name="Models">The models that are merged, in pool order.</param>
public sealed record MergePool(MergeInput? Pretrained, IReadOnlyList<MergeInput> Models)
{
    /// <summary>Every model that is read, the base first.</summary>
    public IReadOnlyList<MergeInput> Inputs => Pretrained is null ? Models : [Pretrained, .. Models];

    /// <summary>Splits off the base. Others with special names take no part.</summary>
    public static MergePool Of(IReadOnlyList<MergeInput> inputs) => new(
        inputs.FirstOrDefault(input => input.Name == ModelPool.PretrainedName),
        [.. inputs.Where(input => !ModelPool.IsSpecial(input.Name))]);
}
