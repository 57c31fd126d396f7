using FusionFunctions.Merging;
using FusionFunctions.Merging.Engine;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Tests.Merging;

public sealed class MergeBudgetTests
{
    private readonly PreparationContext _context;

    public MergeBudgetTests()
    {
        MemoryModel Model(string name) => new MemoryModel(name).With("w", new float[200_000]);
        _context = new(PoolLayout.Of(Merge.Pool(Model("_pretrained_"), Model("m1"), Model("m2"), Model("m3"))), new(MatrixMath.Managed));
        PreparedByTensor.Prepare(MergeMethods.Find("ties_merging"), Merge.Parameters("ties_merging"), _context);
    }

    private long LeastTally => _context.Analyses.Sum(analysis => analysis.LeastTallyBytes);

    private long Least => Assert.Throws<MergeException>(() => Of(memory: 1, threads: 1)).LeastMemoryBytes;

    [Theory]
    [InlineData(1, 1.0), InlineData(4, 1.0), InlineData(4, 1.2), InlineData(4, 3.0), InlineData(16, 1.0), InlineData(16, 40.0)]
    public void Each_threads_tally_gets_its_least_and_everything_together_keeps_the_bound(int threads, double share)
    {
        long memory = (long)(threads * Least * share);

        var budget = Of(memory, threads);

        Assert.Equal(threads, budget.Threads);
        Assert.InRange(budget.TallyBytes, LeastTally, memory);
        long slices = budget.SliceElements * sizeof(float) * ((budget.Threads * SliceInputs.RoomsOf(_context.Layout)) + (budget.Slots * (long)budget.Results));
        Assert.InRange((budget.Threads * budget.TallyBytes) + slices, 0, memory);
    }

    [Fact]
    public void Tally_gets_half_of_a_large_bound_but_for_the_slices()
    {
        var budget = Of(memory: 1L << 30, threads: 4);

        Assert.InRange(4 * budget.TallyBytes, (1L << 29) - (64 << 20), 1L << 29);
    }

    [Theory, InlineData(512, true), InlineData(100_000, false)]
    public void Slices_are_shorter_only_where_long_tensors_are_held_as_they_are_stored(long longestStored, bool isSame)
    {
        const long memory = 32 << 20;
        var plain = Of(memory, threads: 4, results: 50);

        var budget = Of(memory, threads: 4, results: 50, longestStored);

        Assert.Equal(plain.Threads, budget.Threads);
        Assert.InRange(budget.SliceElements, 1, plain.SliceElements);
        Assert.Equal(isSame, budget.SliceElements > plain.SliceElements * 9 / 10);
    }

    private MergeBudget Of(long memory, int threads, int results = 1, long longestStored = 0) => MergeBudget.Of(
        "ties_merging", new() { MemoryBytes = memory, Threads = threads }, _context.Layout, results, _context.Analyses, [], longestStored);
}
