using System.Numerics;
using CsCheck;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

public sealed class DareTests
{
    private const int Elements = 20_000;

    [Theory, InlineData(0.25), InlineData(0.9)]
    public async Task Each_entry_is_dropped_with_its_probability_and_the_rest_rescaled(double ratio)
    {
        float[] merged = await Merge.ElementsAsync("dare_task_arithmetic", Ones("m"), ("sparsity_ratio", ratio), ("scaling_factor", 1));

        Assert.InRange(merged.Count(value => value == 0) / (double)Elements, ratio - 0.02, ratio + 0.02);
        Assert.All(merged, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - ratio))) < 1e-5));
    }

    [Fact]
    public async Task Without_rescaling_entries_stay_as_they_are() =>
        Assert.Equal([0, 1], (await Merge.ElementsAsync("dare_task_arithmetic", Ones("m"), ("rescale", false), ("scaling_factor", 1))).Distinct().Order());

    [Theory, InlineData("dare_task_arithmetic"), InlineData("dare_ties_merging")]
    public async Task Only_on_linear_weights_leaves_all_other_tensors_whole(string method)
    {
        string[] names = ["shared.weight", "tied.weight", "encoder.block.0.layer.0.SelfAttention.q.weight", "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", "norm.weight"];
        MemoryModel Model(string name, float value) => names.Aggregate(new MemoryModel(name), (model, tensor) => model.With(
            tensor, [.. Enumerable.Repeat(value, 100)], tensor == "norm.weight" ? [100] : [10, 10], aliases: tensor == "tied.weight" ? ["decoder.embed_tokens.weight"] : null));

        float[] merged = await Merge.ElementsAsync(
            method, Merge.Pool(Model("_pretrained_", 0), Model("m", 1)), ("only_on_linear_weights", true), ("scaling_factor", 1), ("rescale", false));

        string[] dropped = [.. merged.Chunk(100).Zip(names.Order(StringComparer.Ordinal)).Where(tensor => tensor.First.Contains(0)).Select(tensor => tensor.Second)];
        Assert.Equal(["encoder.block.0.layer.0.SelfAttention.q.weight", "tied.weight"], dropped);
    }

    [Fact]
    public void Choices_for_a_vector_are_those_for_each_place() =>
        Gen.Select(Gen.ULong, Gen.Long[0, 1L << 40], Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 2].Select(half => half / 2.0))).Sample((key, first, ratio) =>
        {
            var reaches = SeededUniform.Reaches(key, first, SeededUniform.StepsTo(ratio));

            for (int lane = 0; lane < Vector<int>.Count; lane++)
                Assert.Equal(SeededUniform.At(key, first + lane) >= ratio ? -1 : 0, reaches[lane]);
        });

    [Fact]
    public void Number_that_a_ratio_meets_exactly_reaches_it()
    {
        double number = SeededUniform.At(1, 2);

        Assert.Equal(-1, SeededUniform.Reaches(1, 2, SeededUniform.StepsTo(number))[0]);
        Assert.Equal(0, SeededUniform.Reaches(1, 2, SeededUniform.StepsTo(Math.BitIncrement(number)))[0]);
    }

    [Fact]
    public async Task Choice_depends_on_seed_tensor_and_model_and_on_nothing_else()
    {
        var merged = new List<float[]>
        {
            await Merge.ElementsAsync("dare_simple_average", Ones("m")),
            await Merge.ElementsAsync("dare_simple_average", Ones("m"), ("seed", 1)),
            await Merge.ElementsAsync("dare_simple_average", Ones("n")),
            await Merge.ElementsAsync("dare_simple_average", Ones("m", "other")),
        };

        Assert.Equal(merged[0], await Merge.ElementsAsync("dare_simple_average", Ones("m")));
        for (int i = 0; i < merged.Count; i++)
            for (int j = 0; j < i; j++)
                Assert.InRange(merged[i].Zip(merged[j], (a, b) => a == b).Count(same => same) / (double)Elements, 0.48, 0.52);
    }

    [Fact]
    public Task Order_of_the_models_does_not_matter_where_sums_are_exact() => TensorPool.Finite(Gen.Int[2, 4]).Where(IsOnGrid).SampleAsync(async pool =>
    {
        var forth = pool.Pool;
        var back = forth with { Models = [.. forth.Models.Reverse()] };

        Assert.Equal(
            await Merge.ElementsAsync("dare_task_arithmetic", forth, ("scaling_factor", 0.5)),
            await Merge.ElementsAsync("dare_task_arithmetic", back, ("scaling_factor", 0.5)));
    }, iter: 30);

    [Fact]
    public Task Dropping_nothing_leaves_the_plain_methods() => TensorPool.Any(Gen.Int[1, 4]).SampleAsync(async pool =>
    {
        Assert.Equal(
            await Merge.ElementsAsync("task_arithmetic", pool.Pool), await Merge.ElementsAsync("dare_task_arithmetic", pool.Pool, ("sparsity_ratio", 0)));
        Assert.Equal(
            await Merge.ElementsAsync("ties_merging", pool.Pool), await Merge.ElementsAsync("dare_ties_merging", pool.Pool, ("sparsity_ratio", 0), ("scaling_factor", 0.3)));
    }, iter: 30);

    [Fact]
    public Task Dropping_everything_leaves_the_base() => TensorPool.Finite(Gen.Int[1, 4]).SampleAsync(async pool =>
        Assert.Equal(pool.Pretrained.SelectMany(tensor => tensor), await Merge.ElementsAsync("dare_task_arithmetic", pool.Pool, ("sparsity_ratio", 1))), iter: 20);

    [Fact]
    public async Task Ties_of_dropped_vectors_is_ties_of_what_the_drop_left()
    {
        var pool = Merge.Pool(Filled("_pretrained_", _ => 0), Filled("m1", i => (i % 97) - 40), Filled("m2", i => (i % 89) - 50));
        MemoryModel[] dropped = [.. await Task.WhenAll(pool.Models.Select(async model =>
        {
            float[] left = await Merge.ElementsAsync("dare_task_arithmetic", pool with { Models = [model] }, ("scaling_factor", 1));
            return new MemoryModel(model.Name).With("w", left);
        }))];

        Assert.Equal(
            await Merge.ElementsAsync("ties_merging", Merge.Pool([Filled("_pretrained_", _ => 0), .. dropped])),
            await Merge.ElementsAsync("dare_ties_merging", pool, ("scaling_factor", 0.3)));
    }

    private static bool IsOnGrid(TensorPool pool) => pool.Pretrained.Concat(pool.Models.SelectMany(model => model))
        .SelectMany(tensor => tensor).All(value => value * 256 == MathF.Round(value * 256));

    private static MergePool Ones(string model, string tensor = "w") => Merge.Pool(
        new MemoryModel("_pretrained_").With(tensor, new float[Elements]), new MemoryModel(model).With(tensor, [.. Enumerable.Repeat(1f, Elements)]));

    private static MemoryModel Filled(string name, Func<int, float> value) =>
        new MemoryModel(name).With("w", [.. Enumerable.Range(0, Elements).Select(value)]);
}
