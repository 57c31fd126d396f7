using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>What cannot be merged is refused before anything is read or written, with a message that says what to change.</summary>
public sealed class BadMergeTests
{
    [Theory]
    [InlineData("ties_merging", """{"threshold":-1}""", "'threshold' must be a number from 0 to 100, not -1")]
    [InlineData("ties_merging", """{"threshold":101}""", "from 0 to 100, not 101")]
    [InlineData("ties_merging", """{"threshold":"20"}""", "'threshold' must be a number")]
    [InlineData("ties_merging", """{"threshold":null}""", "not null")]
    [InlineData("ties_merging", """{"merge_func":"median"}""", "'merge_func' must be one of sum, mean, max, not \"median\"")]
    [InlineData("ties_merging", """{"remove_keys":"a"}""", "'remove_keys' must be a list of texts")]
    [InlineData("ties_merging", """{"remove_keys":[1]}""", "'remove_keys' must be a list of texts")]
    [InlineData("task_arithmetic", """{"scaling_factor":true}""", "'scaling_factor' must be a number")]
    [InlineData("task_arithmetic", """{"scaling_factor":1e300}""", "'scaling_factor' must be a number from")]
    [InlineData("task_arithmetic", """{"scale":1}""", "no parameter 'scale'; it takes scaling_factor")]
    [InlineData("simple_average", """{"scale":1}""", "it takes none")]
    public void Parameters_that_the_method_does_not_allow_are_refused(string method, string given, string message)
    {
        var error = Assert.Throws<MergeException>(() => Merge.Parameters(
            method, [.. JsonNode.Parse(given)!.AsObject().Select(entry => (entry.Key, entry.Value?.DeepClone()!))]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_that_is_not_finite_is_refused() =>
        Assert.Throws<MergeException>(() => Merge.Parameters("task_arithmetic", ("scaling_factor", double.NaN)));

    [Fact]
    public void Unknown_method_is_refused_with_the_names_there_are() =>
        Assert.Contains("simple_average", Assert.Throws<MergeException>(() => MergeMethods.Find("average")).Message, StringComparison.Ordinal);

    [Theory, InlineData("task_arithmetic"), InlineData("ties_merging")]
    public Task Pool_without_a_base_is_refused_where_the_method_needs_one(string method) =>
        RefusedAsync(method, "add it to the model pool as '_pretrained_'", Model("m1", 3));

    [Theory, InlineData("simple_average"), InlineData("task_arithmetic"), InlineData("ties_merging")]
    public Task Pool_without_models_is_refused(string method) => RefusedAsync(method, "no models to merge", Model("_pretrained_", 3));

    [Fact]
    public Task Empty_pool_is_refused() => RefusedAsync("dummy", "no models to merge");

    [Fact]
    public Task Models_with_other_shapes_are_refused_by_tensor_and_shapes() => RefusedAsync(
        "task_arithmetic", "Tensor 'w' has shape [4] in model 'm2' (m2) but [3] in '_pretrained_'", Model("_pretrained_", 3), Model("m1", 3), Model("m2", 4));

    [Fact]
    public Task Models_with_as_many_elements_but_other_dimensions_are_refused() => RefusedAsync(
        "simple_average", "[3, 2] in model 'm2'", new MemoryModel("m1").With("w", new float[6], [2, 3]), new MemoryModel("m2").With("w", new float[6], [3, 2]));

    [Fact]
    public Task Models_with_other_keys_are_refused_with_at_most_five_names()
    {
        var more = Model("m2", 3);
        foreach (int i in Enumerable.Range(1, 7))
            more.With($"x{i}", [0]);
        return RefusedAsync(
            "simple_average", "it lacks 'only.here' and has in addition 'x1', 'x2', 'x3', 'x4', 'x5' and 2 more", Model("m1", 3).With("only.here", [0]), more);
    }

    [Fact]
    public async Task Removed_key_that_does_not_exist_is_refused()
    {
        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.RunAsync(
            "ties_merging", Merge.Pool(Model("_pretrained_", 3), Model("m1", 3)), Merge.OneThread, ("remove_keys", new JsonArray("lm_head.weight"))));

        Assert.Contains("'lm_head.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_bound_that_holds_not_even_one_slice_is_refused_with_the_smallest_that_does()
    {
        var pool = Merge.Pool(Model("_pretrained_", 3), Model("m1", 3));

        var error = await Assert.ThrowsAsync<MergeException>(() => Merge.RunAsync("ties_merging", pool, new() { MemoryBytes = 1000 }));
        long smallest = error.LeastMemoryBytes;

        await Merge.RunAsync("ties_merging", pool, new() { MemoryBytes = smallest });
        await Assert.ThrowsAsync<MergeException>(() => Merge.RunAsync("ties_merging", pool, new() { MemoryBytes = smallest - 1 }));
    }

    [Fact]
    public async Task Output_type_that_is_no_float_is_refused()
    {
        var pool = Merge.Pool(Model("m1", 3));
        var request = new MergeRequest(pool, MergeMethods.Find("dummy"), [new(Merge.Parameters("dummy"), new MemoryOutput(), TensorDType.I32)]);

        await Assert.ThrowsAsync<MergeException>(() => MergeEngine.MergeAsync(request, Merge.OneThread, null, TestContext.Current.CancellationToken));
    }

    private static MemoryModel Model(string name, int elements) => new MemoryModel(name).With("w", new float[elements]);

    private static async Task RefusedAsync(string method, string message, params MemoryModel[] models)
    {
        var output = new MemoryOutput();
        MergePool pool = Merge.Pool(models);

        var error = await Assert.ThrowsAsync<MergeException>(() => MergeEngine.MergeAsync(
            new(pool, MergeMethods.Find(method), [new(Merge.Parameters(method), output)]), Merge.OneThread, null, TestContext.Current.CancellationToken));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(output.Begun);
        Assert.All(models, model => Assert.Equal(0, model.Reads));
    }
}
