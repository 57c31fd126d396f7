using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using static FusionFunctions.Tests.Merging.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>mergekit's methods on single tensors against their formulas in double.</summary>
public sealed class MergekitReferenceTests
{
    private static readonly Gen<int> s_oneToFour = Gen.Int[1, 4];
    private static readonly JsonArray s_weights = [0.5, -1, 2];

    [Theory, InlineData(true), InlineData(false)]
    public Task Linear_is_the_weighted_sum(bool normalize) => HoldsAsync(
        TensorPool.Any(Gen.Const(3)),
        "mergekit/linear",
        (pool, t) => Combine(normalize ? [0.5 / 1.5, -1 / 1.5, 2 / 1.5] : [0.5, -1, 2], pool.ModelsOf(t)),
        ("weight", s_weights), ("normalize", normalize));

    [Theory]
    [InlineData("mergekit/karcher", "tol", 0.0)]
    [InlineData("slerp", "DOT_THRESHOLD", 1.0)]
    public async Task Models_that_are_equal_give_themselves_without_any_tolerance(string method, string parameter, double value)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            float[] values = [.. Enumerable.Range(0, 37).Select(_ => random.NextSingle() - 0.5f)];
            var pool = Merge.Pool(new MemoryModel("m1").With("a", values), new MemoryModel("m2").With("a", values));

            float[] merged = await Merge.ElementsAsync(method, pool, (parameter, value));

            foreach (var (expected, found) in values.Zip(merged))
                Assert.Equal(expected, found, 1e-5f);
        }
    }

    [Fact]
    public async Task Slerp_goes_from_the_base_to_the_other_model_as_FusionBench_does()
    {
        var pool = TensorPool.Finite(Gen.Const(1)).Single().Pool;

        Assert.Equal(await Merge.ElementsAsync("slerp", pool, ("t", 0.3)), await Merge.ElementsAsync("mergekit/slerp", pool, ("t", 0.3)));
    }

    [Theory, InlineData(-0.5), InlineData(0.3), InlineData(1), InlineData(2.5)]
    public Task Slerp_goes_along_the_circle_and_beyond_its_ends(double t) => HoldsAsync(
        TensorPool.Finite(Gen.Const(1)),
        "mergekit/slerp",
        (pool, tensor) =>
        {
            double[] theta0 = Widen(pool.Pretrained[tensor]), theta1 = Widen(pool.Models[0][tensor]);
            double Length(double[] v) => Norm(v) is var norm and > 1e-8 ? norm : 1;
            double cosine = Dot(theta0, theta1) / (Length(theta0) * Length(theta1)), omega = Math.Acos(Math.Clamp(cosine, -1, 1));
            return Math.Abs(cosine) > 0.9995 ? Combine([1 - t, t], [theta0, theta1])
                : Combine([Math.Sin((1 - t) * omega) / Math.Sin(omega), Math.Sin(t * omega) / Math.Sin(omega)], [theta0, theta1]);
        },
        ("t", t));

    [Theory]
    [InlineData(true, true, false), InlineData(false, true, false), InlineData(true, false, false), InlineData(true, false, true), InlineData(false, false, true)]
    public Task NuSlerp_turns_whole_tensors_rows_or_columns(bool withBase, bool flatten, bool rowWise) => TensorPool.Finite(Gen.Const(2)).SampleAsync(async pool =>
    {
        float[] merged = await Merge.ElementsAsync(
            "mergekit/nuslerp", pool.PoolWithout(withBase), ("weight", new JsonArray(3, 1)), ("nuslerp_flatten", flatten), ("nuslerp_row_wise", rowWise));

        int at = 0;
        for (int t = 0; t < pool.Tensors.Length; t++)
        {
            double[][] vectors = withBase ? [.. pool.TaskVectors(t)] : pool.ModelsOf(t);
            double[] expected = new double[vectors[0].Length];
            var shape = pool.Tensors[t].Shape;
            int columns = (int)(shape.Count == 0 ? 1 : shape[^1]);
            foreach (var places in Enumerable.Range(0, expected.Length).GroupBy(i => flatten || shape.Count < 2 ? 0 : rowWise ? i % columns : i / columns))
            {
                double[][] pair = [.. vectors.Select(vector => places.Select(i => vector[i]).ToArray())];
                foreach (var (i, value) in places.Zip(Turned(pair[0], pair[1], 0.25)))
                    expected[i] = value + (withBase ? pool.Pretrained[t][i] : 0);
            }
            foreach (double want in expected)
                Assert.Equal(want, merged[at++], (pool.Tensors[t].DType == TensorDType.I64 ? 1 : 0) + (1e-5 * (1 + Math.Abs(want))));
        }
    }, iter: 40);

    [Theory, InlineData(true), InlineData(false)]
    public Task MultiSlerp_is_the_barycentre_on_the_sphere(bool withBase) => TensorPool.Finite(s_oneToFour).SampleAsync(async pool =>
    {
        // Of such weights no signed sum vanishes.
        JsonArray weights = [.. pool.Models.Select((_, i) => (JsonNode)(1 << i))];
        float[] merged = await Merge.ElementsAsync("mergekit/multislerp", pool.PoolWithout(withBase), ("weight", weights));

        int at = 0;
        for (int t = 0; t < pool.Tensors.Length; t++)
        {
            double[] expected = Barycentre(withBase ? [.. pool.TaskVectors(t)] : pool.ModelsOf(t));
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i] + (withBase ? pool.Pretrained[t][i] : 0), merged[at++], pool.Tensors[t].DType == TensorDType.I64 ? 1.0001 : 2e-4);
        }
    }, iter: 40);

    [Fact]
    public async Task MultiSlerp_of_two_opposite_models_is_linear()
    {
        var pool = Merge.Pool(new MemoryModel("m1").With("w", [1, 2]), new MemoryModel("m2").With("w", [-3, -6]));

        Assert.Equal(new float[] { -1, -2 }, await Merge.ElementsAsync("mergekit/multislerp", pool));
    }

    [Fact]
    public async Task MultiSlerp_of_models_that_cancel_out_is_refused_by_tensor()
    {
        MemoryModel Model(string name, float x, float y) => new MemoryModel(name).With("w", [x, y]);
        float half = -0.5f, high = MathF.Sqrt(0.75f);

        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync(
            "mergekit/multislerp", Merge.Pool(Model("m1", 1, 0), Model("m2", half, high), Model("m3", half, -high)), ("eps", 1e-6)));

        Assert.Contains("cancel out in tensor 'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Karcher_is_the_mean_on_the_sphere() => HoldsAsync(TensorPool.Finite(s_oneToFour), "mergekit/karcher", (pool, t) => KarcherMean(pool.ModelsOf(t)));

    [Fact]
    public Task Nearswap_swaps_what_is_close() => HoldsAsync(
        TensorPool.Any(Gen.Const(1)),
        "mergekit/nearswap",
        (pool, t) =>
        {
            double[] theta0 = Widen(pool.Pretrained[t]), theta1 = Widen(pool.Models[0][t]);
            double[] weights = [.. theta0.Zip(theta1, (a, b) => Math.Clamp(0.02 / Math.Max(Math.Abs(a - b), 1e-6), 0, 1))];
            return [.. weights.Select((w, i) => (w * theta1[i]) + ((1 - w) * theta0[i]))];
        },
        ("t", 0.02));

    [Theory, InlineData(1.0), InlineData(0.5), InlineData(0.1)]
    public Task Sce_selects_calculates_and_erases(double topk) => HoldsAsync(
        TensorPool.Finite(s_oneToFour), "mergekit/sce", (pool, t) => Add(pool.Pretrained[t], SelectCalculateErase([.. pool.TaskVectors(t)], topk)), ("select_topk", topk));

    [Fact]
    public Task Arcee_fusion_takes_important_elements() => HoldsAsync(
        TensorPool.Finite(Gen.Const(1)),
        "mergekit/arcee_fusion",
        (pool, t) => Fused(Widen(pool.Pretrained[t]), Widen(pool.Models[0][t]), (int)(pool.Tensors[t].Shape.Count == 0 ? 1 : pool.Tensors[t].Shape[^1])));

    [Theory, InlineData(false), InlineData(true)]
    public Task Model_stock_goes_by_the_mean_cosine(bool filterWise)
    {
        // Where the divisor is nearly nothing, float32 and double may well differ.
        return HoldsAsync(
            TensorPool.Finite(Gen.Int[2, 4]).Where(pool => Enumerable.Range(0, pool.Tensors.Length).All(t =>
                Enumerable.Range(0, pool.Pretrained[t].Length).All(i => Math.Abs(StockDivisor(Parts(pool, t, i))) is < 1e-9 or > 1e-2))),
            "mergekit/model_stock",
            (pool, t) => [.. pool.Average(t).Select((value, i) => pool.Pretrained[t][i] + (StockRatio(Parts(pool, t, i)) * (value - pool.Pretrained[t][i])))],
            ("filter_wise", filterWise));

        double[][] Parts(TensorPool pool, int t, int i)
        {
            var shape = pool.Tensors[t].Shape;
            int row = filterWise && shape.Count > 0 ? (int)shape[^1] : Math.Max(1, pool.Pretrained[t].Length);
            return [.. pool.TaskVectors(t).Select(vector => vector.Skip(i / row * row).Take(row).ToArray())];
        }
    }

    [Fact]
    public Task Passthrough_scales_the_only_model() => HoldsAsync(
        TensorPool.Any(Gen.Const(1)), "mergekit/passthrough", (pool, t) => [.. pool.Models[0][t].Select(value => -1.5 * value)], ("scale", -1.5));

    private static double[] Turned(double[] v0, double[] v1, double t)
    {
        double cosine = Dot(v0, v1) / (Math.Max(Norm(v0), 1e-7) * Math.Max(Norm(v1), 1e-7));
        double theta = Math.Acos(Math.Clamp(cosine, -1, 1)), sine = Math.Sin(theta);
        return Math.Abs(sine) < 1e-6 ? Combine([1 - t, t], [v0, v1]) : Combine([Math.Sin((1 - t) * theta) / sine, Math.Sin(t * theta) / sine], [v0, v1]);
    }

    private static double[] Barycentre(double[][] vectors)
    {
        if (vectors.Length == 1)
            return vectors[0];
        double[] weights = [.. vectors.Select((_, i) => (1 << i) / ((1 << vectors.Length) - 1.0))];
        if (vectors.All(vector => Norm(vector) <= 1e-8))
            return Combine(weights, vectors);
        double[][] unit = [.. vectors.Select(vector => Combine([1 / (Norm(vector) + 1e-8)], [vector]))];
        double[] mean = Combine(weights, unit);
        mean = Combine([1 / Norm(mean)], [mean]);
        double[] tangent = Combine(weights, unit.Select(vector => Combine([1, -Dot(vector, mean)], [vector, mean])));
        double length = Norm(tangent) + 1e-8;
        double[] direction = Combine([Math.Cos(length), Math.Sin(length) / length], [mean, tangent]);
        return Combine([weights.Zip(vectors, (w, vector) => w * Norm(vector)).Sum()], [direction]);
    }

    private static double[] KarcherMean(double[][] vectors)
    {
        if (vectors.Length == 1)
            return vectors[0];
        double[][] unit = [.. vectors.Where(vector => Norm(vector) > 1e-5).Select(vector => Combine([1 / Norm(vector)], [vector]))];
        if (unit.Length == 0)
            return [.. vectors[0].Select(_ => 0.0)];
        double[] u = Combine(unit.Select(_ => 1.0 / unit.Length), unit);
        u = Norm(u) < 1e-5 ? unit[0] : Combine([1 / Norm(u)], [u]);
        for (int i = 0; i < 10; i++)
        {
            double[] step = Combine([0], [u]);
            foreach (double[] v in unit)
                if (Math.Acos(Math.Clamp(Dot(u, v), -1, 1)) is var theta && theta >= 1e-5 && Math.Sin(theta) >= 1e-6)
                    step = Combine([1, theta / Math.Sin(theta) / unit.Length, -theta / Math.Sin(theta) / unit.Length * Math.Clamp(Dot(u, v), -1, 1)], [step, v, u]);
            double length = Norm(step);
            if (length < 1e-5)
                break;
            u = Combine([Math.Cos(length), Math.Sin(length) / length], [u, step]);
            u = Norm(u) > 1e-5 ? Combine([1 / Norm(u)], [u]) : u;
        }
        return Combine([vectors.Average(Norm)], [u]);
    }

    private static double[] SelectCalculateErase(double[][] vectors, double topk)
    {
        int length = vectors[0].Length;
        if (topk < 1)
        {
            double[] variances = [.. Enumerable.Range(0, length).Select(i =>
            {
                double mean = vectors.Average(vector => vector[i]);
                return (double)(float)vectors.Average(vector => Math.Pow(vector[i] - mean, 2));
            })];
            int keep = (int)(variances.Count(variance => variance != 0) * topk);
            var kept = Enumerable.Range(0, length).OrderBy(i => variances[i]).ThenBy(i => i).TakeLast(keep).ToHashSet();
            vectors = [.. vectors.Select(vector => vector.Select((entry, i) => kept.Contains(i) ? entry : 0).ToArray())];
        }
        double[] squares = [.. vectors.Select(vector => vector.Select(entry => entry * entry).DefaultIfEmpty().Average())];
        double[] weights = [.. squares.Select(square => squares.Sum() < 1e-6 ? 1.0 / squares.Length : square / squares.Sum())];
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            int sign = vectors.Sum(vector => vector[i]) >= 0 ? 1 : -1;
            double[] agreed = [.. weights.Select((w, model) => Math.Sign(vectors[model][i]) == sign ? w : 0)];
            return agreed.Select((w, model) => w * vectors[model][i]).Sum() / Math.Max(agreed.Sum(), 1e-6);
        })];
    }

    private static double[] Fused(double[] theta0, double[] theta1, int row)
    {
        double[] Softmax(double[] x) => [.. x.Select(value => (Math.Exp(value) / x.Sum(Math.Exp)) + 1e-8)];
        float[] importance = new float[theta0.Length];
        for (int first = 0; first < theta0.Length; first += row)
        {
            double[] p = Softmax(theta1[first..(first + row)]), q = Softmax(theta0[first..(first + row)]);
            double divergence = Math.Max(0, p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum());
            for (int i = first; i < first + row; i++)
                importance[i] = Math.Abs((float)theta1[i] - (float)theta0[i]) * (float)divergence;
        }
        float[] sorted = [.. importance.Order()];
        float Quantile(double q) => sorted[(int)(q * (sorted.Length - 1))];
        return [.. importance.Select((value, i) => value >= Quantile(0.5) + (1.5f * (Quantile(0.75) - Quantile(0.25))) ? theta1[i] : theta0[i])];
    }

    private static double StockRatio(double[][] vectors)
    {
        double divisor = StockDivisor(vectors);
        return Math.Abs(divisor) < 1e-9 ? 0 : vectors.Length * MeanCosine(vectors) / divisor;
    }

    private static double StockDivisor(double[][] vectors) => 1 + ((vectors.Length - 1) * MeanCosine(vectors));

    private static double MeanCosine(double[][] vectors) => (
        from i in Enumerable.Range(0, vectors.Length)
        from j in Enumerable.Range(i + 1, vectors.Length - i - 1)
        select Math.Clamp(Dot(vectors[i], vectors[j]) / Math.Max(Norm(vectors[i]) * Norm(vectors[j]), 1e-6), -1, 1)).Average();
}
