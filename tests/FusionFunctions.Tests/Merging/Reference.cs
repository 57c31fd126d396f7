using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

/// <param name="pool">The pool.</param>
/// <param name="tensor">The tensor's place in the pool's list.</param>
/// <returns>The merged tensor, worked out in double.</returns>
internal delegate double[] TensorReference(TensorPool pool, int tensor);

/// <summary>Holds a method to a formula written down over whole tensors in double.</summary>
internal static class Reference
{
    private const double Tolerance = 2e-5;

    public static Task HoldsAsync(
        Gen<TensorPool> pools, string method, TensorReference reference, params (string Name, JsonNode Value)[] given) =>
        pools.SampleAsync(pool => HoldsAsync(pool, method, reference, given), iter: 60);

    public static async Task HoldsAsync(TensorPool pool, string method, TensorReference reference, params (string Name, JsonNode Value)[] given)
    {
        var copies = given.Select(entry => (entry.Name, entry.Value.DeepClone())).ToArray();

        float[] merged = await Merge.ElementsAsync(method, pool.Pool, copies);

        int at = 0;
        for (int t = 0; t < pool.Tensors.Length; t++)
        {
            double[] expected = reference(pool, t);
            for (int i = 0; i < expected.Length; i++, at++)
            {
                double want = pool.Tensors[t].DType.IsFloat() ? expected[i] : pool.Agreed(method, t, i) ?? Math.Truncate(expected[i]);
                // An integer that is cut may fall to the other side of a whole number.
                double allowed = (Tolerance * (1 + Math.Abs(want))) + (pool.Tensors[t].DType.IsFloat() ? 0 : 1);
                Assert.True(
                    double.IsNaN(want) ? float.IsNaN(merged[at]) : Math.Abs(want - merged[at]) <= allowed,
                    $"{method}: {pool.Tensors[t].Name}[{i}] is {merged[at]:R}, not {want:R}");
            }
        }
        Assert.Equal(merged.Length, at);
    }

    /// <summary>What every input that the method reads has there, or null where they differ.</summary>
    private static double? Agreed(this TensorPool pool, string method, int tensor, int element)
    {
        var inputs = MergeMethods.Find(method).Inputs(pool.Pool).Inputs;
        float[] values = [.. pool.Models.Prepend(pool.Pretrained).Skip(inputs[0].Name == "_pretrained_" ? 0 : 1).Select(model => model[tensor][element])];
        return values.Distinct().Count() == 1 ? values[0] : null;
    }

    /// <summary>Σ aᵢ·bᵢ.</summary>
    public static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    public static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    public static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];

    /// <summary>Σᵢ wᵢ·vᵢ.</summary>
    public static double[] Combine(IEnumerable<double> weights, IEnumerable<double[]> vectors) =>
        weights.Zip(vectors, (w, v) => v.Select(x => w * x).ToArray()).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);

    public static double[] Add(float[] theta0, double[] update) => [.. theta0.Zip(update, (a, b) => a + b)];

    public static IEnumerable<double[]> TaskVectors(this TensorPool pool, int tensor) =>
        Enumerable.Range(0, pool.Models.Length).Select(model => pool.TaskVector(model, tensor));

    public static double[][] ModelsOf(this TensorPool pool, int tensor) => [.. pool.Models.Select(model => Widen(model[tensor]))];

    public static double[] Average(this TensorPool pool, int tensor) =>
        Combine(Enumerable.Repeat(1.0 / pool.Models.Length, pool.Models.Length), pool.ModelsOf(tensor));
}
