using CsCheck;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>Small pools of several tensors, one of them tied, whose weights are as awkward as the kind says.</summary>
internal sealed record RandomPool(float[] Pretrained, float[][] Models, int[] Sizes)
{
    private static readonly string[] s_aliases = ["c.alias1", "c.alias2"];

    /// <summary>The tensor 'c' stands three times in the state dict.</summary>
    public int[] Weights { get; init; } = [.. Enumerable.Repeat(1, Sizes[0] + Sizes[1]), .. Enumerable.Repeat(3, Sizes[2])];

    public MergePool Pool => Merge.Pool([Model("_pretrained_", Pretrained), .. Models.Select((values, i) => Model($"m{i}", values))]);

    /// <summary>Ordinary weights; differences on a coarse grid, so many are zero or equal; most differences zero; with NaN, infinity and -0.</summary>
    public static Gen<RandomPool> Any { get; } = Gen.OneOf(
        Of(Gen.Float[-1, 1], Gen.Float[-0.1f, 0.1f]),
        Of(OnGrid(64), OnGrid(4)),
        Of(Gen.Float[-1, 1], Gen.Frequency((4, Gen.Const(0f)), (1, Gen.Float[-0.1f, 0.1f]))),
        Of(Gen.Frequency((6, OnGrid(8)), (1, Special)), Gen.Frequency((6, OnGrid(2)), (1, Special))));

    public static Gen<RandomPool> Grid { get; } = Of(OnGrid(64), OnGrid(16));

    /// <summary>As adapters leave them: no model has changed the first tensor.</summary>
    public RandomPool WithUnchanged() => this with
    {
        Pretrained = [.. Pretrained.Select((value, i) => i < Sizes[0] && !float.IsFinite(value) ? 0 : value)],
        Models = [.. Models.Select(model => model.Select((value, i) => i >= Sizes[0] ? value : float.IsFinite(Pretrained[i]) ? Pretrained[i] : 0).ToArray())],
    };

    /// <summary>Whether some model has changed the tensor in which the element stands.</summary>
    public bool IsChanged(int element)
    {
        int first = element < Sizes[0] ? 0 : element < Sizes[0] + Sizes[1] ? Sizes[0] : Sizes[0] + Sizes[1];
        int size = element < Sizes[0] ? Sizes[0] : element < Sizes[0] + Sizes[1] ? Sizes[1] : Sizes[2];
        return Models.Any(model => Enumerable.Range(first, size).Any(i => model[i] - Pretrained[i] != 0));
    }

    private static Gen<float> Special => Gen.OneOf(-0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon);

    private static Gen<float> OnGrid(int most) => Gen.Int[-most, most].Select(steps => steps / 256f);

    private static Gen<RandomPool> Of(Gen<float> weight, Gen<float> difference) =>
        from sizes in Gen.Int[0, 24].Array[3].Where(sizes => sizes.Sum() > 0)
        from models in Gen.Int[1, 5]
        from pretrained in weight.Array[sizes.Sum()]
        from differences in difference.Array[sizes.Sum()].Array[models]
        select new RandomPool(pretrained, [.. differences.Select(vector => vector.Zip(pretrained, (d, theta0) => theta0 + d).ToArray())], sizes);

    private MemoryModel Model(string name, float[] values) => new MemoryModel(name)
        .With("a", values[..Sizes[0]])
        .With("b", values[Sizes[0]..(Sizes[0] + Sizes[1])])
        .With("c", values[(Sizes[0] + Sizes[1])..], aliases: s_aliases);
}
