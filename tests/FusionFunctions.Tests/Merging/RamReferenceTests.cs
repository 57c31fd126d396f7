using CsCheck;
using static FusionFunctions.Tests.Merging.Reference;

namespace FusionFunctions.Tests.Merging;

/// <summary>mergekit's RAM and RAM+ against their formulas in double, which sort elements by how many models change them.</summary>
public sealed class RamReferenceTests
{
    private static readonly Gen<int> s_oneToFour = Gen.Int[1, 4];

    // Between the steps of the grids that pools are on, so that rounding decides nothing.
    private const double Epsilon = 0.0059;

    [Theory, InlineData(1e-5), InlineData(Epsilon)]
    public Task Ram_is_the_mean_over_the_models_that_change_an_element(double epsilon) => HoldsAsync(
        TensorPool.Any(s_oneToFour), "mergekit/ram", (pool, t) => Merged(pool, t, epsilon, r: 0, alpha: 0), ("epsilon", epsilon));

    [Theory, InlineData(0.1, 0.2, 1e-5), InlineData(2, 0.5, Epsilon), InlineData(-0.5, 100, 0)]
    public Task RamPlus_enlarges_what_one_model_alone_changes(double r, double alpha, double epsilon) => HoldsAsync(
        TensorPool.Any(s_oneToFour), "mergekit/ramplus_tl", (pool, t) => Merged(pool, t, epsilon, r, alpha), ("r", r), ("alpha", alpha), ("epsilon", epsilon));

    [Fact]
    public async Task Elements_that_one_model_changes_stay_whole_and_shared_ones_are_averaged()
    {
        var pool = Merge.Pool(
            new MemoryModel("_pretrained_").With("w", [1, 1, 1, 1, 1]),
            new MemoryModel("m1").With("w", [3, 1, 2, 1, 2]),
            new MemoryModel("m2").With("w", [1, 1, 6, 1.000005f, 1]));

        Assert.Equal(new float[] { 3, 1, 4, 1, 2 }, await Merge.ElementsAsync("mergekit/ram", pool));
        // Of m1's changes two are its own and one is shared: ρ is a half.
        Assert.Equal(new float[] { 5, 1, 4, 1, 3 }, await Merge.ElementsAsync("mergekit/ramplus_tl", pool, ("r", 2), ("alpha", 1)));
        Assert.Equal(new float[] { 4, 1, 4, 1, 2.5f }, await Merge.ElementsAsync("mergekit/ramplus_tl", pool, ("r", 2), ("alpha", 0.25)));
    }

    private static double[] Merged(TensorPool pool, int t, double epsilon, double r, double alpha)
    {
        double[][] vectors = [.. pool.TaskVectors(t)];
        var changing = Enumerable.Range(0, vectors[0].Length).ToLookup(i => vectors.Count(vector => Math.Abs(vector[i]) > epsilon));
        double[] update = new double[vectors[0].Length];
        foreach (double[] vector in vectors)
        {
            bool Changes(int i) => Math.Abs(vector[i]) > epsilon;
            int own = changing[1].Count(Changes), shared = changing.Where(group => group.Key > 1).Sum(group => group.Count(Changes));
            double factor = own == 0 ? 1 : 1 + (r * Math.Clamp(shared / Math.Max(own, epsilon), 0, alpha));
            foreach (var group in changing)
                foreach (int i in group)
                    update[i] += double.IsNaN(vector[i]) ? double.NaN : !Changes(i) ? 0 : group.Key == 1 ? factor * vector[i] : vector[i] / group.Key;
        }
        return Add(pool.Pretrained[t], update);
    }
}
