namespace FusionFunctions.Tests.Merging;

/// <summary>What is not needed is not read, and what fits is read once.</summary>
public sealed class MergeReadingTests
{
    [Fact]
    public async Task Models_that_the_method_does_not_need_are_not_read()
    {
        var models = SmallModels.Create();

        await Merge.RunAsync("dummy", Merge.Pool(models), Merge.OneThread);
        Assert.Equal([2, 0, 0], models.Select(model => model.Reads));

        await Merge.RunAsync("simple_average", Merge.Pool(models), Merge.OneThread);
        Assert.Equal([2, 2, 2], models.Select(model => model.Reads));
    }

    [Fact]
    public async Task Tensor_that_fits_into_a_slice_is_read_once_whatever_its_length()
    {
        static MemoryModel Model(string name, int seed) => new MemoryModel(name).With("a", [.. Enumerable.Range(0, 5000).Select(i => (float)Math.Sin(i + seed))]);
        var pool = Merge.Pool(Model("m1", 1), Model("m2", 2));

        await Merge.RunAsync("slerp", pool, Merge.OneThread);

        Assert.All(pool.Models, model => Assert.Equal(1, ((MemoryModel)model.Tensors).Reads));
    }
}
