using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples;

namespace FusionFunctions.Torch.Tests.Samples;

/// <summary>The small family behaves as the published one does; what the documentation says of it rests on these.</summary>
[Trait("Category", "Slow")]
public sealed class SampleBehaviourTests
{
    // Percent points.
    private const double Clearly = 3;

    [Fact]
    public async Task Family_behaves_like_the_published_one()
    {
        await using var family = await SampleFamily.OpenAsync();
        double[] pretrained = await family.ScoresAsync(SampleBuilder.BaseFolder);
        var tuned = new List<double[]>();
        foreach (string folder in SampleFamily.FineTuned)
            tuned.Add(await family.ScoresAsync(folder));
        double[] average = await family.MergedScoresAsync("simple_average");
        var sweep = new List<double[]>();
        foreach (double factor in (double[])[0, 0.3, 0.6, 1])
            sweep.Add(await family.MergedScoresAsync("task_arithmetic", ("scaling_factor", factor)));
        double[] ties = await family.MergedScoresAsync(
            "ties_merging", ("scaling_factor", 0.3), ("threshold", 20), ("merge_func", "sum"));
        double[] fineTuned = [.. tuned.Select((scores, task) => scores[task])];
        Report(pretrained, fineTuned, tuned, average, sweep, ties);

        for (int task = 0; task < GlueTasks.All.Count; task++)
        {
            double best = tuned.Where((_, model) => model != task).Append(pretrained).Max(scores => scores[task]);
            Assert.True(fineTuned[task] >= best + Clearly, $"{GlueTasks.All[task].Name}: {fineTuned[task]:F1} against {best:F1}");
        }
        Assert.True(pretrained.Average() <= fineTuned.Average() - 15);
        Assert.InRange(average.Average(), pretrained.Average() + 1, fineTuned.Average() - 1);
        Assert.InRange(ties.Average(), pretrained.Average() + 1, fineTuned.Average() - 1);
        Assert.Equal(pretrained, sweep[0]);
        Assert.InRange(sweep[1].Average(), pretrained.Average() + 1, fineTuned.Average() - 1);
        Assert.True(sweep[2].Average() < sweep[1].Average());
        Assert.True(sweep[3].Average() < sweep[2].Average());
        Assert.True(sweep[3].Average() < pretrained.Average());
    }

    private static void Report(
        double[] pretrained, double[] fineTuned, List<double[]> tuned, double[] average, List<double[]> sweep, double[] ties)
    {
        var output = TestContext.Current.TestOutputHelper;
        foreach (var scores in (double[][])[pretrained, fineTuned, .. tuned, average, .. sweep, ties])
            output?.WriteLine($"{string.Join(' ', scores.Select(score => $"{score,6:F1}"))} | {scores.Average():F1}");
    }
}
