using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

public sealed class MergeProgressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Progress_counts_every_pass_up_to_the_total()
    {
        var seen = new Steps();

        await MergeEngine.MergeAsync(
            new(Merge.Pool(SmallModels.Create()), MergeMethods.Find("ties_merging"), [new(Merge.Parameters("ties_merging"), new MemoryOutput())]), Merge.OneThread, seen, Token);

        Assert.Equal([1, 1, 2, 2], seen.Select(step => step.Pass));
        Assert.Equal([4, 5, 9, 10], seen.Select(step => step.ElementsDone));
        Assert.All(seen, step => Assert.Equal((2, 10), (step.Passes, step.ElementsTotal)));
    }

    private sealed class Steps : List<MergeProgress>, IProgress<MergeProgress>
    {
        public void Report(MergeProgress value) => Add(value);
    }
}
