using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

/// <summary>Models of one architecture may store a tied tensor under different names.</summary>
public sealed class TiedNameTests
{
    [Fact]
    public async Task Tied_tensor_under_another_name_is_merged_and_keeps_the_first_models_name()
    {
        var first = new MemoryModel("first").With("decoder.weight", [1, 2]).With("w", [0]);
        var second = new MemoryModel("second").With("shared.weight", [3, 4], aliases: ["decoder.weight", "lm_head.weight"]).With("w", [2]);

        var (output, _) = await Merge.RunAsync("simple_average", Merge.Pool(first, second), Merge.OneThread);

        Assert.Equal([2, 3, 1], output.Elements);
        Assert.Equal(["decoder.weight", "w"], output.Tensors!.Select(tensor => tensor.Name));
    }

    [Fact]
    public async Task Tensors_that_one_model_ties_stay_apart_where_the_first_has_two()
    {
        var first = new MemoryModel("first").With("embed.weight", [1]).With("lm_head.weight", [10]);
        var second = new MemoryModel("second").With("embed.weight", [3], aliases: ["lm_head.weight"]);

        Assert.Equal(new float[] { 2, 6.5f }, await Merge.ElementsAsync("simple_average", Merge.Pool(first, second)));
    }

    [Fact]
    public async Task Tensor_that_the_first_model_ties_and_another_has_apart_is_refused()
    {
        var first = new MemoryModel("first").With("embed.weight", [1], aliases: ["lm_head.weight"]);
        var second = new MemoryModel("second").With("embed.weight", [3]).With("lm_head.weight", [10]);

        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.ElementsAsync("simple_average", Merge.Pool(first, second)));

        Assert.Contains("it has in addition 'lm_head.weight'", error.Message, StringComparison.Ordinal);
    }
}
