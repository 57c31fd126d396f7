using CsCheck;

namespace FusionFunctions.Tests.Merging;

public sealed class MergeLawTests
{
    private const int Pools = 40;

    [Theory, InlineData("task_arithmetic"), InlineData("ties_merging")]
    public Task Scaling_factor_zero_gives_back_the_base_bit_for_bit(string method) => RandomPool.Any.SampleAsync(async pool =>
    {
        var (output, _) = await Merge.RunAsync(method, pool.Pool, Merge.OneThread, ("scaling_factor", 0));

        Assert.Equal(pool.Pretrained.Select(BitConverter.SingleToInt32Bits), output.Bits);
    }, iter: Pools);

    [Fact]
    public Task Task_arithmetic_with_one_nth_is_the_average_up_to_rounding() => RandomPool.Grid.SampleAsync(async pool =>
    {
        float[] average = await Merge.ElementsAsync("simple_average", pool.Pool);
        float[] arithmetic = await Merge.ElementsAsync("task_arithmetic", pool.Pool, ("scaling_factor", 1.0 / pool.Models.Length));

        for (int i = 0; i < average.Length; i++)
            Assert.Equal(average[i], arithmetic[i], 1e-6f);
    }, iter: Pools);

    [Fact]
    public Task Average_of_a_model_with_itself_is_that_model() => RandomPool.Grid.SampleAsync(async pool =>
    {
        var repeated = pool with { Models = [pool.Models[0], pool.Models[0], pool.Models[0], pool.Models[0]] };

        Assert.Equal(pool.Models[0], await Merge.ElementsAsync("simple_average", repeated.Pool));
    }, iter: Pools);

    [Theory, InlineData("simple_average"), InlineData("task_arithmetic"), InlineData("ties_merging")]
    public Task Order_of_the_models_does_not_matter_where_sums_are_exact(string method) => RandomPool.Grid.SampleAsync(async pool =>
    {
        var reversed = pool with { Models = [.. pool.Models.Reverse()] };

        Assert.Equal(await Merge.ElementsAsync(method, pool.Pool), await Merge.ElementsAsync(method, reversed.Pool));
    }, iter: Pools);

    [Fact]
    public Task Ties_merging_of_one_untrimmed_model_is_that_model() => RandomPool.Grid.SampleAsync(async pool =>
    {
        var single = pool with { Models = [pool.Models[0]] };

        Assert.Equal(pool.Models[0], await Merge.ElementsAsync("ties_merging", single.Pool, ("threshold", 100), ("scaling_factor", 1)));
    }, iter: Pools);

    [Fact]
    public Task Ties_mean_of_identical_models_does_not_depend_on_their_number() => RandomPool.Grid.SampleAsync(async pool =>
    {
        var once = pool with { Models = [pool.Models[0]] };
        var often = pool with { Models = [pool.Models[0], pool.Models[0], pool.Models[0]] };

        Assert.Equal(
            await Merge.ElementsAsync("ties_merging", once.Pool, ("merge_func", "mean")),
            await Merge.ElementsAsync("ties_merging", often.Pool, ("merge_func", "mean")));
    }, iter: Pools);

    [Theory, InlineData("task_arithmetic"), InlineData("ties_merging")]
    public Task Distance_from_the_base_grows_with_the_scaling_factor_where_sums_are_exact(string method) => RandomPool.Grid.SampleAsync(async pool =>
    {
        float[] half = await Merge.ElementsAsync(method, pool.Pool, ("scaling_factor", 0.5));
        float[] twice = await Merge.ElementsAsync(method, pool.Pool, ("scaling_factor", 2));

        Assert.Equal(half.Zip(pool.Pretrained, (merged, theta0) => 4 * (merged - theta0)), twice.Zip(pool.Pretrained, (merged, theta0) => merged - theta0));
    }, iter: Pools);

    [Fact]
    public Task Dummy_copies_the_base_or_else_the_first_model() => RandomPool.Grid.SampleAsync(async pool =>
    {
        Assert.Equal(pool.Pretrained, await Merge.ElementsAsync("dummy", pool.Pool));
        Assert.Equal(pool.Models[0], await Merge.ElementsAsync("dummy", pool.Pool with { Pretrained = null }));
    }, iter: Pools);
}
