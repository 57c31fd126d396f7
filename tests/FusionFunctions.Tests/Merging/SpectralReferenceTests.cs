using System.Text.Json.Nodes;
using FusionFunctions.Merging;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using static FusionFunctions.Tests.Merging.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>Spectral methods against whole singular value decompositions in double, and their identities.</summary>
public sealed class SpectralReferenceTests
{
    private static readonly Gen<int> s_oneToThree = Gen.Int[1, 3];

    [Theory, InlineData(1.0), InlineData(0.5)]
    public Task Iso_c_makes_all_singular_values_equal(double lambda) => HoldsAsync(
        TensorPool.Finite(s_oneToThree), "iso_c", (pool, t) => Spectral(pool, t, lambda, vectors => Polar(Sum(vectors)) * Sum(vectors).Svd().S.Average()), ("scaling_factor", lambda));

    [Fact]
    public Task Tsv_m_stacks_task_singular_vectors() => HoldsAsync(
        TensorPool.Ordinary(Gen.Int[1, 4]), "tsv_m", (pool, t) => Spectral(pool, t, 0.8, TaskSingularVectors), ("alpha", 0.8));

    [Fact]
    public Task Tsv_m_with_a_number_for_each_model_scales_the_task_vectors() => HoldsAsync(
        TensorPool.Ordinary(Gen.Const(3)),
        "tsv_m",
        (pool, t) => Spectral(pool with { Models = [.. pool.Models.Select((model, i) => Scaled(pool, model, (i + 1) / 2f))] }, t, 1, TaskSingularVectors),
        ("alpha", new JsonArray(0.5, 1, 1.5)));

    [Fact]
    public Task Tsv_m_of_updates_of_low_rank_knows_their_own_directions_alone() => HoldsAsync(
        TensorPool.LowRank(Gen.Int[1, 3]), "tsv_m", (pool, t) => Spectral(pool, t, 1, TaskSingularVectors));

    [Fact]
    public async Task Tsv_m_with_a_number_of_0_for_one_of_two_models_is_what_the_other_one_is_alone()
    {
        var pool = TensorPool.LowRank(Gen.Const(2)).Single();

        float[] merged = await Merge.ElementsAsync("tsv_m", pool.Pool, ("alpha", new JsonArray(1, 0)));

        int at = 0;
        for (int t = 0; t < pool.Tensors.Length; at += pool.Pretrained[t++].Length)
            if (IsMatrix(pool, t))
                foreach (var (expected, found) in pool.Models[0][t].Zip(merged[at..]))
                    Assert.Equal(expected, found, 1e-5f);
    }

    [Fact]
    public Task Iso_cts_of_updates_of_low_rank_adds_no_direction_that_no_model_has() => HoldsAsync(
        TensorPool.LowRank(Gen.Const(2)), "iso_cts", (pool, t) => Spectral(pool, t, 1, vectors => CommonAndSpecific(vectors, 0.8)), ("common_space_fraction", 0.8));

    [Theory, InlineData(0.8), InlineData(0.3)]
    public Task Iso_cts_joins_common_and_specific_directions(double fraction) => HoldsAsync(
        TensorPool.Ordinary(s_oneToThree), "iso_cts", (pool, t) => Spectral(pool, t, 1, vectors => CommonAndSpecific(vectors, fraction)), ("common_space_fraction", fraction));

    [Fact]
    public Task Wudi_in_closed_form_is_the_minimum_of_least_norm() => HoldsAsync(
        TensorPool.Ordinary(s_oneToThree),
        "wudi",
        (pool, t) => Spectral(pool, t, 1, vectors =>
        {
            var grams = vectors.Select(vector => vector.TransposeThisAndMultiply(vector) / Math.Pow(vector.FrobeniusNorm(), 2)).ToList();
            var svd = Sum(grams).Svd();
            var inverse = svd.VT.Transpose() * Matrix<double>.Build.DenseOfDiagonalVector(svd.S.Map(s => s > 1e-12 * svd.S[0] ? 1 / s : 0)) * svd.U.Transpose();
            return Sum([.. vectors.Zip(grams, (vector, gram) => vector * gram)]) * inverse;
        }),
        ("solver", "closed_form"));

    [Fact]
    public Task Wudi_descends_as_published() => HoldsAsync(
        TensorPool.Ordinary(s_oneToThree), "wudi", (pool, t) => Spectral(pool, t, 1, vectors => Descended(vectors, 50)), ("iter_num", 50));

    [Theory, InlineData("task_arithmetic"), InlineData("simple_average"), InlineData("ties_merging"), InlineData("dare_task_arithmetic")]
    [InlineData("iso_c"), InlineData("iso_cts"), InlineData("tsv_m"), InlineData("wudi")]
    public Task Svc_scales_back_what_is_overcounted(string method) => TensorPool.Ordinary(s_oneToThree).SampleAsync(async pool =>
    {
        float[] merged = await Merge.ElementsAsync(method, pool.Pool);
        int at = 0;
        float[][] bases = [.. pool.Pretrained.Select(tensor => merged[at..(at += tensor.Length)])];

        await HoldsAsync(
            pool,
            "svc",
            (pool, t) => !IsMatrix(pool, t) ? Widen(bases[t]) : Add(pool.Pretrained[t], Flat(Calibrated(Matrix(pool, t, bases[t]), [.. pool.Models.Select(model => Matrix(pool, t, model[t]))]))),
            ("base_method", method));
    }, iter: 30);

    [Theory]
    [InlineData("""{"base_method":"simple_average","scaling_factor":0.5}""", "svc: simple_average, which is calibrated, takes no 'scaling_factor'")]
    [InlineData("""{"threshold":10}""", "svc: task_arithmetic, which is calibrated, takes no 'threshold'")]
    [InlineData("""{"base_method":"ties_merging","trim_scope":"per_tensor"}""", "'trim_scope' must be one of state_dict, changed_tensors, unique_params")]
    public async Task Svc_refuses_what_its_base_method_does_not_take(string parameters, string why)
    {
        var pool = TensorPool.Ordinary(Gen.Const(2)).Single();
        (string, JsonNode)[] given = [.. JsonNode.Parse(parameters)!.AsObject().Select(value => (value.Key, value.Value!.DeepClone()))];

        Assert.Contains(why, (await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync("svc", pool.Pool, given))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Svc_of_ties_trims_in_the_scope_that_is_asked_for()
    {
        var random = new Random(1);
        float[] changed = new float[32], unchanged = new float[64], other = [1, 1, 2, 2];
        MemoryModel Model(string name) => new MemoryModel(name)
            .With("a", [.. changed.Select(_ => random.NextSingle())], [8, 4]).With("b", unchanged, [8, 8]).With("c", [.. other.Select(_ => random.NextSingle())], [2, 2]);
        var pool = Merge.Pool(Model("_pretrained_"), Model("m1"), Model("m2"));
        Task<float[]> MergedAsync(params (string, JsonNode)[] given) => Merge.ElementsAsync("svc", pool, [("base_method", "ties_merging"), .. given]);
        float[] all = await MergedAsync();

        Assert.NotEqual(all, await MergedAsync(("trim_scope", "changed_tensors")));
        Assert.Equal((await Merge.ElementsAsync("task_arithmetic", pool, ("scaling_factor", 0)))[^4..], (await MergedAsync(("remove_keys", new JsonArray("c"))))[^4..]);
    }

    [Fact]
    public async Task Excluded_matrices_are_averaged()
    {
        var pool = TensorPool.Ordinary(Gen.Const(3)).Single();
        JsonArray keys = [.. pool.Tensors.Select(tensor => (JsonNode)tensor.Name)];

        foreach (string method in new[] { "iso_c", "iso_cts", "tsv_m", "wudi" })
        {
            await HoldsAsync(pool, method, (pool, t) => pool.Average(t), ("exclude_keys", keys));
            await HoldsAsync(pool, method, (pool, t) => pool.Average(t), ("exclude_keys", new JsonArray("*")));
        }
    }

    [Theory, InlineData("iso_c"), InlineData("tsv_m")]
    public async Task Tied_matrix_decomposed_once_equals_its_copies_decomposed_apart(string method)
    {
        var random = new Random(1);
        float[][] values = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 12).Select(_ => random.NextSingle()).ToArray())];
        string[] names = ["_pretrained_", "m1", "m2"];
        var tied = Merge.Pool([.. names.Select((name, i) => new MemoryModel(name).With("shared", values[i], [4, 3], aliases: ["a.embed", "b.embed"]))]);
        var apart = Merge.Pool([.. names.Select((name, i) => new MemoryModel(name).With("a.embed", values[i], [4, 3]).With("b.embed", values[i], [4, 3]).With("shared", values[i], [4, 3]))]);

        float[] once = await Merge.ElementsAsync(method, tied);

        float[] thrice = await Merge.ElementsAsync(method, apart);
        Assert.Equal(once.Concat(once).Concat(once), thrice);
        Assert.All(tied.Models, model => Assert.Equal(1, ((MemoryModel)model.Tensors).Reads));
    }

    [Theory, InlineData("iso_c"), InlineData("iso_cts"), InlineData("tsv_m"), InlineData("svc")]
    public async Task Merging_a_transposed_matrix_is_transposing_the_merge_where_sides_are_alike(string method)
    {
        var random = new Random(2);
        float[][] values = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 6 * 9).Select(_ => random.NextSingle()).ToArray())];
        Task<float[]> MergedAsync(Func<float[], float[]> form, long[] shape) => Merge.ElementsAsync(
            method, Merge.Pool([.. values.Select((value, i) => new MemoryModel(i == 0 ? "_pretrained_" : $"m{i}").With("w", form(value), shape))]));
        float[] Transposed(float[] value, int columns) => [.. Enumerable.Range(0, value.Length).Select(i => value[(i % (value.Length / columns) * columns) + (i / (value.Length / columns))])];

        float[] tall = await MergedAsync(value => value, [9, 6]), wide = await MergedAsync(value => Transposed(value, 6), [6, 9]);

        // Calibration and residuals look at a matrix from its left.
        if (method is "svc" or "iso_cts")
            Assert.NotEqual(tall, Transposed(wide, 9));
        else
            foreach (var (expected, found) in tall.Zip(Transposed(wide, 9)))
                Assert.Equal(expected, found, 1e-4f);
    }

    [Fact]
    public async Task NaN_spoils_its_matrix_and_no_other_tensor()
    {
        MemoryModel Model(string name, float value) => new MemoryModel(name).With("bad", [value, 1, 2, 3], [2, 2]).With("good", [1, 0, 0, 2], [2, 2]);

        float[] merged = await Merge.ElementsAsync("iso_c", Merge.Pool(Model("_pretrained_", 0), Model("m1", float.NaN)));

        Assert.All(merged[..4], value => Assert.True(float.IsNaN(value)));
        Assert.Equal(new float[] { 1, 0, 0, 2 }, merged[4..]);
    }

    private static double[] Spectral(TensorPool pool, int t, double lambda, Func<List<Matrix<double>>, Matrix<double>> merge) => IsMatrix(pool, t)
        ? Add(pool.Pretrained[t], [.. Flat(merge([.. pool.Models.Select(model => Matrix(pool, t, model[t]))])).Select(x => lambda * x)])
        : Add(pool.Pretrained[t], Combine(pool.Models.Select(_ => lambda / pool.Models.Length), pool.TaskVectors(t)));

    private static bool IsMatrix(TensorPool pool, int t) => pool.Tensors[t].Shape.Count == 2 && pool.Tensors[t].ElementCount > 0;

    private static Matrix<double> Matrix(TensorPool pool, int t, float[] model)
    {
        int columns = (int)pool.Tensors[t].Shape[1];
        return Matrix<double>.Build.Dense((int)pool.Tensors[t].Shape[0], columns, (i, j) => model[(i * columns) + j] - pool.Pretrained[t][(i * columns) + j]);
    }

    private static double[] Flat(Matrix<double> matrix) => matrix.ToRowMajorArray();

    private static Matrix<double> Sum(IReadOnlyList<Matrix<double>> matrices) => matrices.Aggregate((a, b) => a + b);

    private static float[][] Scaled(TensorPool pool, float[][] model, float factor) =>
        [.. model.Select((tensor, t) => tensor.Zip(pool.Pretrained[t], (theta, theta0) => theta0 + (factor * (theta - theta0))).ToArray())];

    /// <summary>U·Vᵀ over the singular values that are not zero.</summary>
    private static Matrix<double> Polar(Matrix<double> matrix)
    {
        var svd = matrix.Svd();
        int rank = svd.S.Count(s => s > 1e-6 * svd.S[0]);
        return rank == 0 ? matrix * 0 : svd.U.SubMatrix(0, matrix.RowCount, 0, rank) * svd.VT.SubMatrix(0, rank, 0, matrix.ColumnCount);
    }

    private static Matrix<double> Stacked(List<(Matrix<double> U, Vector<double> S, Matrix<double> V)> parts, double? mean)
    {
        parts = [.. parts.Where(part => part.S is not null)];
        var u = parts.Select(part => part.U).Aggregate((a, b) => a.Append(b));
        var v = parts.Select(part => part.V).Aggregate((a, b) => a.Stack(b));
        double[] s = [.. parts.SelectMany(part => part.S)];
        return Polar(u) * Matrix<double>.Build.DenseOfDiagonalArray([.. s.Select(value => mean is null ? value : s.Average())]) * Polar(v);
    }

    private static (Matrix<double> U, Vector<double> S, Matrix<double> V) Top(Matrix<double> matrix, int count)
    {
        if (count == 0)
            return default;
        var svd = matrix.Svd();
        var (u, s, v) = (svd.U.SubMatrix(0, matrix.RowCount, 0, count), svd.S.SubVector(0, count), svd.VT.SubMatrix(0, count, 0, matrix.ColumnCount));
        // Directions without strength are left out.
        for (int r = 0; r < count; r++)
            if (s[r] <= 1e-6 * svd.S[0])
            {
                s[r] = 0;
                u.ClearColumn(r);
                v.ClearRow(r);
            }
        return (u, s, v);
    }

    private static Matrix<double> TaskSingularVectors(List<Matrix<double>> vectors)
    {
        int kept = (int)(Math.Min(vectors[0].RowCount, vectors[0].ColumnCount) * (1.0 / vectors.Count));
        return kept == 0 ? vectors[0] * 0 : Stacked([.. vectors.Select(vector => Top(vector, kept))], null);
    }

    private static Matrix<double> CommonAndSpecific(List<Matrix<double>> vectors, double fraction)
    {
        int side = Math.Min(vectors[0].RowCount, vectors[0].ColumnCount), n = vectors.Count;
        int specific = Math.Min((int)Math.Round((side - (int)(side * fraction)) / (double)n, MidpointRounding.ToEven), side / n);
        var common = Top(Sum(vectors), side - (specific * n));
        return Stacked([.. vectors.Select(vector => Top(common.U is null ? vector : vector - (common.U * common.U.Transpose() * vector), specific)), common], 0);
    }

    private static Matrix<double> Descended(List<Matrix<double>> vectors, int steps)
    {
        Matrix<double> m = Sum(vectors), first = m * 0, second = m * 0;
        for (int step = 1; step <= steps; step++)
        {
            var gradient = Sum([.. vectors.Select(t => (m - t) * t.Transpose() * t * (2 / Math.Pow(t.FrobeniusNorm(), 2)))]);
            first = (0.9 * first) + (0.1 * gradient);
            second = (0.999 * second) + (0.001 * gradient.PointwisePower(2));
            m -= 1e-5 * (first / (1 - Math.Pow(0.9, step))).PointwiseDivide((second / (1 - Math.Pow(0.999, step))).PointwiseSqrt() + 1e-8);
        }
        return m;
    }

    private static Matrix<double> Calibrated(Matrix<double> update, List<Matrix<double>> vectors)
    {
        var svd = update.Svd();
        var scaled = svd.S.Clone();
        for (int r = 0; r < scaled.Count; r++)
        {
            var u = svd.U.Column(r);
            var response = u * update;
            scaled[r] *= vectors.Count / vectors.Sum(t => Math.Max(0.1, response.DotProduct(u * t) / Math.Max((u * t).DotProduct(u * t), 1e-12)));
        }
        return svd.U.SubMatrix(0, update.RowCount, 0, scaled.Count) * Matrix<double>.Build.DenseOfDiagonalVector(scaled) * svd.VT.SubMatrix(0, scaled.Count, 0, update.ColumnCount);
    }
}
