using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;

namespace FusionFunctions.Tests.Merging;

/// <summary>The types of the merged tensors, and what becomes of integers and booleans.</summary>
public sealed class MergeTypesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Integers_that_all_inputs_agree_on_stay_whatever_the_weights()
    {
        float[] positions = [.. Enumerable.Range(0, 514).Select(i => (float)i), 1 << 24, -7];
        MemoryModel Model(string name, float last) => new MemoryModel(name).With("positions", [.. positions, last], [1, positions.Length + 1], TensorDType.I64);

        float[] merged = await Merge.ElementsAsync("mergekit/linear", Merge.Pool(Model("m1", 7), Model("m2", 8)), ("weight", new JsonArray(0.1, 0.2)));

        Assert.Equal([.. positions, 7], merged);
    }

    [Fact]
    public async Task Integers_are_cut_towards_zero_and_booleans_copied()
    {
        MemoryModel Model(string name, float integer, float flag) => new MemoryModel(name)
            .With("flag", [flag], dtype: TensorDType.BOOL).With("steps", [integer], [], TensorDType.I64).With("none", [], [0, 7]);

        var (output, _) = await Merge.RunAsync("simple_average", Merge.Pool(Model("m1", -4, 1), Model("m2", -3, 0)), Merge.OneThread);

        Assert.Equal([1, -3], output.Elements);
        Assert.Equal([TensorDType.BOOL, TensorDType.F32, TensorDType.I64], output.Tensors!.Select(tensor => tensor.DType));
    }

    [Theory]
    [InlineData(null, TensorDType.BF16)]
    [InlineData(TensorDType.F32, TensorDType.F32)]
    [InlineData(TensorDType.F16, TensorDType.F16)]
    public async Task Output_type_is_the_bases_unless_asked_for_and_integers_keep_theirs(TensorDType? asked, TensorDType expected)
    {
        MemoryModel Model(string name, TensorDType dtype) => new MemoryModel(name).With("n", [3], dtype: TensorDType.I32).With("w", [1], dtype: dtype);
        var output = new MemoryOutput();
        var pool = Merge.Pool(Model("_pretrained_", TensorDType.BF16), Model("m1", TensorDType.F32));

        await MergeEngine.MergeAsync(
            new(pool, MergeMethods.Find("task_arithmetic"), [new(Merge.Parameters("task_arithmetic"), output, asked)]), Merge.OneThread, null, Token);

        Assert.Equal([TensorDType.I32, expected], output.Tensors!.Select(tensor => tensor.DType));
    }
}
