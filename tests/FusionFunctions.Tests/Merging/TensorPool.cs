using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>
/// Small pools of tensors of every form: matrices both ways, a vector, a scalar, an empty one, integers, bf16 values, a tied one; with weights as
/// awkward as the kind says. By tensor, in ordinal order of names.
/// </summary>
internal sealed record TensorPool(TensorInfo[] Tensors, float[][] Pretrained, float[][][] Models)
{
    private const int Rows = 7, Columns = 4;

    private static readonly TensorInfo[] s_forms =
    [
        new("bf16", TensorDType.BF16, [3]),
        new("empty", TensorDType.F32, [0, 3]),
        new("scalar", TensorDType.F32, []),
        new("steps", TensorDType.I64, [2]),
        new("tall", TensorDType.F32, [Rows, Columns]),
        new("tied", TensorDType.F32, [4, 2]),
        new("vector", TensorDType.F32, [9]),
        new("wide", TensorDType.F32, [3, Rows]),
    ];

    /// <summary>Ordinary weights; differences on a coarse grid, so many are zero or equal; most differences zero; models that are equal or opposite.</summary>
    public static Gen<TensorPool> Finite(Gen<int> models) => Gen.OneOf(
        Of(models, Gen.Float[-1, 1], Gen.Float[-0.5f, 0.5f]),
        Of(models, OnGrid(64), OnGrid(4)),
        Sparse(models),
        Of(models, Gen.Const(0f), OnGrid(8)),
        Of(models, OnGrid(64), OnGrid(8)).Select(pool => pool with { Models = [.. pool.Models.Select(_ => pool.Models[0])] }),
        Of(models, OnGrid(64), OnGrid(8)).Select(pool => pool with { Models = [.. pool.Models.Select((_, i) => i % 2 == 0 ? pool.Models[0] : Opposite(pool, pool.Models[0]))] }));

    /// <summary>Ordinary weights alone: no two singular values are equal, and none is zero.</summary>
    public static Gen<TensorPool> Ordinary(Gen<int> models) => Of(models, Gen.Int[-1000, 1000].Select(steps => steps / 1000f), Gen.Int[1, 100_000].Select(steps => (steps - 50_000.5f) / 100_000));

    /// <summary>Weights on a grid, and updates of rank 1 for matrices, as those of adapters: b·aᵀ.</summary>
    public static Gen<TensorPool> LowRank(Gen<int> models) => Of(models, OnGrid(64), OnGrid(64)).Select(pool => pool with
    {
        Models = [.. pool.Models.Select(model => model.Select((tensor, t) => pool.Tensors[t].Shape is [> 0, var columns] ? RankOne(pool.Pretrained[t], tensor, (int)columns) : tensor).ToArray())],
    });

    /// <summary>As adapters leave them: most differences are zero, matrices are of low rank.</summary>
    public static Gen<TensorPool> Sparse(Gen<int> models) => Of(models, OnGrid(64), Gen.Frequency((4, Gen.Const(0f)), (1, OnGrid(32))));

    /// <summary>Also with NaN and negative zero.</summary>
    public static Gen<TensorPool> Any(Gen<int> models) => Gen.Frequency(
        (5, Finite(models)),
        (1, Of(models, Gen.Frequency((9, OnGrid(8)), (1, Special)), Gen.Frequency((9, OnGrid(4)), (1, Special)))));

    public MergePool Pool => Merge.Pool([Model("_pretrained_", Pretrained), .. Models.Select((values, i) => Model($"m{i}", values))]);

    /// <summary>One model's task vector of one tensor, in float32 as everything that is read.</summary>
    public double[] TaskVector(int model, int tensor) => [.. Models[model][tensor].Zip(Pretrained[tensor], (a, b) => (double)(a - b))];

    public MergePool PoolWithout(bool pretrained) => pretrained ? Pool : Pool with { Pretrained = null };

    private static Gen<float> Special => Gen.OneOf(Gen.Const(-0f), Gen.Const(float.NaN));

    private static Gen<float> OnGrid(int most) => Gen.Int[-most, most].Select(steps => steps / 256f);

    private static Gen<TensorPool> Of(Gen<int> models, Gen<float> weight, Gen<float> difference) =>
        from count in models
        from pretrained in TensorsOf(weight)
        from differences in TensorsOf(difference).Array[count]
        select new TensorPool(
            s_forms,
            [.. pretrained.Select(Stored)],
            [.. differences.Select(model => model.Select((tensor, t) => Stored([.. tensor.Zip(pretrained[t], (d, theta0) => theta0 + d)], t)).ToArray())]);

    private static Gen<float[][]> TensorsOf(Gen<float> weight) =>
        weight.Array[(int)s_forms.Sum(form => form.ElementCount)].Select(all =>
        {
            int at = 0;
            return s_forms.Select(form => all[at..(at += (int)form.ElementCount)]).ToArray();
        });

    /// <summary>As the tensor's type can hold it.</summary>
    private static float[] Stored(float[] values, int tensor) => s_forms[tensor].DType switch
    {
        TensorDType.I64 => [.. values.Select(value => float.IsNaN(value) ? 0 : MathF.Round(value * 256))],
        TensorDType.BF16 => [.. values.Select(value => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xffff_0000))],
        _ => values,
    };

    // Of the difference's first row and column, in steps of 1/16: products are exact in float32, and none is zero.
    private static float[] RankOne(float[] theta0, float[] theta, int columns)
    {
        float Factor(int i) => MathF.Round((theta[i] - theta0[i]) * 64) is var steps and not 0 ? steps / 16 : 1 / 16f;
        return [.. theta0.Select((value, i) => value + (Factor(i % columns) * Factor(i / columns * columns)))];
    }

    private static float[][] Opposite(TensorPool pool, float[][] model) =>
        [.. model.Select((tensor, t) => tensor.Zip(pool.Pretrained[t], (theta, theta0) => (2 * theta0) - theta).ToArray())];

    private MemoryModel Model(string name, float[][] values)
    {
        var model = new MemoryModel(name);
        for (int t = 0; t < Tensors.Length; t++)
            model.With(Tensors[t].Name, values[t], [.. Tensors[t].Shape], Tensors[t].DType, Tensors[t].Name == "tied" ? ["tied.alias1", "tied.alias2"] : null);
        return model;
    }
}
