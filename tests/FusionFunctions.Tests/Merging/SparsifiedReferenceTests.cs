using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Merging;
using static FusionFunctions.Tests.Merging.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>mergekit's sparsified task arithmetic against the formulas in double, and its random choices against what they promise.</summary>
public sealed class SparsifiedReferenceTests
{
    private static readonly double[] s_weights = [1, 0.5, -2];
    private static readonly double[] s_densities = [0.5, 1, 0.8];

    [Theory, InlineData("task_arithmetic", false, false), InlineData("task_arithmetic", true, false), InlineData("ties", true, true), InlineData("ties", false, true)]
    [InlineData("breadcrumbs", false, false), InlineData("breadcrumbs_ties", false, true), InlineData("breadcrumbs_ties", true, true)]
    public Task Sparsified_task_arithmetic_equals_the_formula(string method, bool normalize, bool consensus)
    {
        List<(string, JsonNode)> given = [("weight", Array(s_weights)), ("normalize", normalize), ("lambda", 0.7)];
        if (method != "task_arithmetic")
            given.AddRange([("density", Array(s_densities)), ("rescale", true)]);
        if (method.StartsWith("breadcrumbs", StringComparison.Ordinal))
            given.Add(("gamma", 0.25));
        // Tensors of one element leave nothing at these densities.
        var pools = method == "ties" ? TensorPool.Finite(Gen.Const(3)).Select(WithoutScalar) : TensorPool.Finite(Gen.Const(3));
        return HoldsAsync(
            pools,
            $"mergekit/{method}",
            (pool, t) => Mixed(
                pool,
                t,
                [.. pool.TaskVectors(t).Select((vector, model) => method == "task_arithmetic" ? vector : Sparse(vector, s_densities[model], method == "ties" ? 0 : 0.25))],
                consensus,
                normalize),
            [.. given]);
    }

    [Theory, InlineData("dare_linear", "dare_ties", false), InlineData("della_linear", "della", true)]
    public Task Random_methods_elect_signs_among_the_entries_that_their_linear_forms_keep(string linear, string ties, bool normalize) =>
        TensorPool.Finite(Gen.Const(3)).Select(OnlyFloats).SampleAsync(async pool =>
        {
            float[][] kept = await Task.WhenAll(pool.Pool.Models.Select(model => Merge.ElementsAsync($"mergekit/{linear}", pool.Pool with { Models = [model] }, ("density", 0.6))));
            float[] theta0 = [.. pool.Pretrained.SelectMany(tensor => tensor)];
            double[][] vectors = [.. kept.Select(model => model.Zip(theta0, (a, b) => (double)a - b).ToArray())];

            float[] merged = await Merge.ElementsAsync($"mergekit/{ties}", pool.Pool, ("density", 0.6), ("weight", Array(s_weights)), ("lambda", 0.7));

            double[] expected = Consensus(theta0, vectors, consensus: true, normalize);
            for (int i = 0; i < expected.Length; i++)
                // What the linear form keeps is known up to rounding, which may turn the sign of a sum of nearly nothing.
                if (Math.Abs(vectors.Select((vector, model) => s_weights[model] * vector[i]).Sum()) is 0 or > 1e-5)
                    Assert.Equal(expected[i], merged[i], 1e-4);
        }, iter: 30);

    [Theory, InlineData("dare_linear"), InlineData("della_linear")]
    public async Task Entries_are_kept_with_their_density_and_the_norm_stays(string method)
    {
        float[] vector = [.. Enumerable.Range(0, 100_000).Select(i => ((i * 7919) % 1000) - 499.5f)];
        var pool = Merge.Pool(new MemoryModel("_pretrained_").With("w", new float[vector.Length], [1000, 100]), new MemoryModel("m").With("w", vector, [1000, 100]));

        float[] merged = await Merge.ElementsAsync($"mergekit/{method}", pool, ("density", 0.3));
        float[] plain = await Merge.ElementsAsync($"mergekit/{method}", pool, ("density", 0.3), ("rescale", false));

        Assert.InRange(plain.Count(entry => entry != 0) / (double)vector.Length, 0.29, 0.31);
        Assert.All(plain.Zip(vector), pair => Assert.True(pair.First == 0 || pair.First == pair.Second));
        Assert.Equal(1, merged.Sum(entry => Math.Abs((double)entry)) / vector.Sum(entry => Math.Abs((double)entry)), 1e-4);
    }

    [Fact]
    public async Task Della_keeps_larger_entries_of_a_row_more_often()
    {
        const int Rows = 4000, Columns = 5;
        float[] vector = [.. Enumerable.Range(0, Rows * Columns).Select(i => (float)((((i % Columns) + 2) % Columns) + 1))];
        var pool = Merge.Pool(new MemoryModel("_pretrained_").With("w", new float[vector.Length], [Rows, Columns]), new MemoryModel("m").With("w", vector, [Rows, Columns]));

        float[] merged = await Merge.ElementsAsync("mergekit/della_linear", pool, ("density", 0.5), ("epsilon", 0.4), ("rescale", false));

        for (int rank = 0; rank < Columns; rank++)
            Assert.Equal(0.1 + (0.8 * rank / 4), merged.Count(entry => entry == rank + 1) / (double)Rows, 0.03);
    }

    [Theory]
    [InlineData("ties", """{"density":0.05}""", "a density of 0.05 keeps nothing of tensor 'bf16'")]
    [InlineData("della", """{"density":0.9}""", "take a smaller epsilon")]
    [InlineData("della", """{"density":[0.5,0.5,0.1]}""", "take a smaller epsilon")]
    [InlineData("ties", """{"density":[1,1]}""", "'density' has 2 numbers for 3 models")]
    [InlineData("breadcrumbs", """{"gamma":[]}""", "'gamma' must be")]
    [InlineData("dare_ties", """{"density":1.5}""", "from 0 to 1")]
    [InlineData("dare_ties", """{"seed":0.5}""", "'seed' must be a whole number")]
    public async Task Parameters_that_make_no_sense_are_refused(string method, string given, string message)
    {
        var pool = TensorPool.Finite(Gen.Const(3)).Single();

        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync(
            $"mergekit/{method}", pool.Pool, [.. JsonNode.Parse(given)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone()))]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static JsonArray Array(double[] values) => [.. values.Select(value => (JsonNode)value)];

    private static TensorPool WithoutScalar(TensorPool pool) => Where(pool, (_, t) => pool.Tensors[t].ElementCount != 1);

    private static TensorPool OnlyFloats(TensorPool pool) => Where(pool, (_, t) => pool.Tensors[t].Name != "steps");

    private static TensorPool Where(TensorPool pool, Func<float[], int, bool> keep) => new(
        [.. pool.Tensors.Where((_, t) => keep([], t))], [.. pool.Pretrained.Where(keep)], [.. pool.Models.Select(model => model.Where(keep).ToArray())]);

    /// <summary>Rescaled to the L1 norm before.</summary>
    private static double[] Sparse(double[] vector, double density, double gamma)
    {
        if (density >= 1)
            return vector;
        int kept = (int)(density * vector.Length), top = Math.Min((int)(gamma * vector.Length), vector.Length - kept);
        var window = Enumerable.Range(0, vector.Length).OrderBy(i => Math.Abs(vector[i])).ThenBy(i => i).Skip(vector.Length - kept - top).Take(kept).ToHashSet();
        double[] sparse = [.. vector.Select((entry, i) => window.Contains(i) ? entry : 0)];
        double before = vector.Sum(Math.Abs), after = sparse.Sum(Math.Abs);
        return before < 1e-7 || after < 1e-7 ? sparse : [.. sparse.Select(entry => entry * before / after)];
    }

    private static double[] Mixed(TensorPool pool, int t, double[][] vectors, bool consensus, bool normalize) =>
        Consensus(pool.Pretrained[t], vectors, consensus, normalize);

    private static double[] Consensus(float[] theta0, double[][] vectors, bool consensus, bool normalize) =>
    [
        .. theta0.Select((value, i) =>
        {
            double[] entries = [.. vectors.Select((vector, model) => s_weights[model] * vector[i])];
            // The engine's float32 sum decides, as mergekit's does.
            int sign = entries.Aggregate(0f, (sum, entry) => sum + (float)entry) >= 0 ? 1 : -1;
            double[] mask = [.. entries.Select(entry => !consensus || Math.Sign(entry) == sign ? 1.0 : 0)];
            double divisor = mask.Zip(s_weights, (m, w) => m * w).Sum();
            return value + (0.7 * entries.Zip(mask, (e, m) => e * m).Sum() / (normalize && divisor != 0 ? divisor : 1));
        }),
    ];
}
