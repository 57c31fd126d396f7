using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>Tensors that models have from the base are read once and their task vectors left out; the result is as if they were read and merged.</summary>
public sealed class BorrowedTensorTests
{
    public static TheoryData<string> Methods() => [.. MergeMethods.Descriptions.Where(method => method.NeedsPretrained).Select(method => method.Name)];

    [Theory, MemberData(nameof(Methods))]
    public Task Borrowed_tensors_merge_as_copies_of_them(string method) =>
        TensorPool.Any(Gen.Const(MethodCases.ModelsFor(method))).SampleAsync(pool => SameAsync(method, pool), iter: 10);

    [Theory]
    [InlineData("sum", "state_dict")]
    [InlineData("mean", "changed_tensors")]
    [InlineData("max", "unique_params")]
    [InlineData("max", "per_tensor")]
    public Task Borrowed_tensors_trim_and_elect_as_copies_of_them(string mergeFunc, string trimScope) =>
        Gen.Select(TensorPool.Any(Gen.Int[1, 4]), Gen.OneOf([.. new[] { 0, 1, 20, 60, 100 }.Select(Gen.Const)]), Gen.OneOf(Gen.Const(-0.7), Gen.Const(0.3))).SampleAsync(
            (pool, threshold, factor) => SameAsync(
                "ties_merging", pool, [("merge_func", mergeFunc), ("trim_scope", trimScope), ("threshold", threshold), ("scaling_factor", factor)]),
            iter: 60);

    private static async Task SameAsync(string method, TensorPool pool, params (string Name, JsonNode Value)[] parameters)
    {
        var @base = pool.Pool.Pretrained!;
        BorrowingModel[] models = [.. pool.Pool.Models.Select(model => new BorrowingModel(model, @base.Tensors))];

        var borrowed = await RunAsync(new(@base, [.. models.Select(model => model.Input)]));
        var copied = await RunAsync(new(@base, [.. models.Select(model => model.Copy)]));

        Assert.Equal(copied?.Output.Bits, borrowed?.Output.Bits);
        Assert.Equal(Text(copied?.Report), Text(borrowed?.Report));

        async Task<(MemoryOutput Output, MergeReport Report)?> RunAsync(MergePool models)
        {
            try
            {
                return await Merge.RunAsync(method, models, Merge.OneThread, parameters);
            }
            catch (MergeException error) when (error.Message.Contains("cancel out", StringComparison.Ordinal))
            {
                return null;
            }
        }
    }

    private static string? Text(MergeReport? report) => report?.Statistics is TiesStatistics ties ? JsonSerializer.Serialize(ties) : null;
}
