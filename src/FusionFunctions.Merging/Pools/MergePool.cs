using FusionFunctions.Experiments;

namespace FusionFunctions.Merging.Pools;

/// <param name="Pretrained">The base, or null where the pool has none or the method does not read it.</param>
/// <param name="Models">The models that are merged, in pool order.</param>
public sealed record MergePool(MergeInput? Pretrained, IReadOnlyList<MergeInput> Models)
{
    /// <summary>Every model that is read, the base first.</summary>
    public IReadOnlyList<MergeInput> Inputs => Pretrained is null ? Models : [Pretrained, .. Models];

    /// <summary>Splits off the base. As in FusionBench, other names like <c>_this_</c> take no part.</summary>
    public static MergePool Of(IReadOnlyList<MergeInput> inputs) => new(
        inputs.FirstOrDefault(input => input.Name == ModelPool.PretrainedName),
        [.. inputs.Where(input => !IsSpecial(input.Name))]);

    private static bool IsSpecial(string name) => name.Length > 1 && name[0] == '_' && name[^1] == '_';
}
