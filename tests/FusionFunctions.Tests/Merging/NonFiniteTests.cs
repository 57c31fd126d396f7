using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Merging;

/// <summary>Every input tensor that holds a NaN or an infinity is named, also where it is looked for in sums alone.</summary>
public sealed class NonFiniteTests
{
    public static TheoryData<string, string> Methods { get; } = new()
    {
        { "simple_average", "{}" },
        { "weighted_average", """{ "weights": 0, "normalize": false }""" },
        { "task_arithmetic", """{ "scaling_factor": 0 }""" },
        { "task_arithmetic", "{}" },
        { "ties_merging", "{}" },
        { "ties_merging", """{ "threshold": 0 }""" },
        { "ties_merging", """{ "trim_scope": "changed_tensors", "scaling_factor": 0 }""" },
        { "dare_ties_merging", """{ "sparsity_ratio": 0.9 }""" },
        { "magmax", "{}" },
        { "mergekit/linear", "{}" },
        { "mergekit/ram", "{}" },
        { "mergekit/ramplus_tl", "{}" },
    };

    [Theory, MemberData(nameof(Methods))]
    public Task Report_names_each_tensor_that_is_not_finite(string method, string parameters) => RandomPool.Any.SampleAsync(async pool =>
    {
        var given = JsonNode.Parse(parameters)!.AsObject().Select(entry => (entry.Key, entry.Value!.DeepClone())).ToArray();
        bool readsBase = method is not ("simple_average" or "weighted_average" or "mergekit/linear");

        var (_, report) = await Merge.RunAsync(method, pool.Pool, Merge.OneThread, given);

        Assert.Equal(Expected(pool, readsBase), report.NonFinite.Select(found => (found.Tensor, found.Model)));
    }, iter: 60);

    [Fact]
    public async Task Non_finite_weights_are_told_once_for_each_tensor_and_model()
    {
        MemoryModel Model(string name, params float[] values) => new MemoryModel(name).With("good", [1]).With("w", values);

        var (_, report) = await Merge.RunAsync(
            "ties_merging",
            Merge.Pool(Model("_pretrained_", 0, 0, 0), Model("m1", 1, 2, 3), Model("m2", float.NaN, 2, float.PositiveInfinity)),
            new() { Threads = 2, MaxSliceElements = 1 });

        Assert.Equal([new("m2", "w")], report.NonFinite);
    }

    [Fact]
    public async Task Report_of_sums_that_overflow_names_nothing()
    {
        float[] large = [float.MaxValue, 1];
        var pool = Merge.Pool(new MemoryModel("_pretrained_").With("a", [0, 0]), new MemoryModel("m1").With("a", large), new MemoryModel("m2").With("a", large));

        foreach (string method in new[] { "simple_average", "task_arithmetic", "ties_merging" })
            Assert.Empty((await Merge.RunAsync(method, pool, Merge.OneThread)).Report.NonFinite);
    }

    [Theory]
    [InlineData(65519f, TensorDType.F16, null)]
    [InlineData(65520f, TensorDType.F16, "a")]
    [InlineData(-1e30f, TensorDType.F16, "a")]
    [InlineData(1e30f, TensorDType.BF16, null)]
    public async Task Report_names_the_tensors_that_float16_cannot_hold(float value, TensorDType dtype, string? tensor)
    {
        MemoryModel Model(string name) => new MemoryModel(name).With("a", [0, value, 1], dtype: dtype).With("b", [1, 2, 3], dtype: dtype).With("empty", [], [0], dtype);

        var (_, report) = await Merge.RunAsync("simple_average", Merge.Pool(Model("m1"), Model("m2")), Merge.OneThread);

        Assert.Equal(tensor is null ? null : [tensor], report.Overflowed);
    }

    private static IEnumerable<(string Tensor, string Model)> Expected(RandomPool pool, bool readsBase)
    {
        IEnumerable<(string Name, float[] Values)> models = pool.Models.Select((values, i) => ($"m{i}", values));
        if (readsBase)
            models = models.Prepend(("_pretrained_", pool.Pretrained));
        int[] ends = [pool.Sizes[0], pool.Sizes[0] + pool.Sizes[1], pool.Sizes.Sum()];
        return
            from tensor in new[] { 0, 1, 2 }
            from model in models
            where !model.Values[(ends[tensor] - pool.Sizes[tensor])..ends[tensor]].All(float.IsFinite)
            select (((char)('a' + tensor)).ToString(), model.Name);
    }
}
