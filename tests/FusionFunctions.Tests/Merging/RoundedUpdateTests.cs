using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace FusionFunctions.Tests.Merging;

/// <summary>Updates of low rank, as adapters make them, added to weights and rounded with these.</summary>
public sealed class RoundedUpdateTests
{
    private const int Models = 3, Rank = 2, Long = 96, Short = 64;

    public static TheoryData<string, bool, float> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, float>();
            foreach (string method in new[] { "iso_c", "iso_cts", "tsv_m", "wudi" })
                foreach (bool isWide in new[] { false, true })
                    foreach (float size in new[] { 0.2f, 2, 20 })
                        cases.Add(method, isWide, size);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Update_does_not_depend_on_how_large_the_weights_are_that_it_is_added_to(string method, bool isWide, float size)
    {
        var expected = await UpdateAsync(method, isWide, size: 0);

        var found = await UpdateAsync(method, isWide, size);

        Assert.InRange((found - expected).FrobeniusNorm() / expected.FrobeniusNorm(), 0, 0.003);
    }

    [Theory, InlineData(0.2f), InlineData(20f)]
    public async Task Iso_c_makes_as_many_singular_values_equal_as_the_updates_have_directions(float size)
    {
        var values = (await UpdateAsync("iso_c", isWide: false, size)).Svd().S;

        Assert.InRange(values[(Models * Rank) - 1] / values[0], 0.999, 1);
        Assert.InRange(values[Models * Rank] / values[0], 0, 0.001);
    }

    /// <summary>What the method adds to the base.</summary>
    private static async Task<Matrix<double>> UpdateAsync(string method, bool isWide, float size)
    {
        var random = new Random(1);
        var (rows, columns) = isWide ? (Short, Long) : (Long, Short);
        Matrix<double> Normal(int height, int width, double deviation) => Matrix<double>.Build.Dense(height, width, (_, _) => Gaussian(random) * deviation);
        var weights = Rounded(Normal(rows, columns, 1) * size);
        var updated = Enumerable.Range(0, Models).Select(_ => Rounded(weights + (Normal(rows, Rank, 0.1) * Normal(Rank, columns, 0.1)))).ToList();
        MemoryModel Model(string name, Matrix<double> values) => new MemoryModel(name).With("w", [.. values.ToRowMajorArray().Select(value => (float)value)], [rows, columns]);
        var pool = Merge.Pool([Model("_pretrained_", weights), .. updated.Select((values, i) => Model($"m{i}", values))]);

        (string, JsonNode)[] parameters = method == "wudi" ? [("solver", "closed_form")] : [];
        float[] merged = await Merge.ElementsAsync(method, pool, parameters);

        return Matrix<double>.Build.Dense(rows, columns, (i, j) => merged[(i * columns) + j]) - weights;
    }

    private static Matrix<double> Rounded(Matrix<double> values) => values.Map(value => (double)(float)value);

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
