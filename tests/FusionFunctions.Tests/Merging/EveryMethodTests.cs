using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>What holds for every method there is.</summary>
public sealed class EveryMethodTests
{
    public static TheoryData<string> Methods() => [.. MergeMethods.Descriptions.Select(description => description.Name)];

    public static TheoryData<string> ScaledMethods() =>
        [.. MergeMethods.Descriptions.Where(method => method.Parameters.Any(parameter => parameter.Name is "scaling_factor" or "lambda")).Select(method => method.Name)];

    public static TheoryData<string> CalibratedMethods() => [.. MergeMethods.Find("svc").Description.Parameters.Single(parameter => parameter.Name == "base_method").Choices!];

    [Theory, MemberData(nameof(Methods))]
    public Task Slicing_threads_and_memory_bound_do_not_change_a_bit(string method) =>
        Gen.Select(TensorPool.Any(Gen.Const(MethodCases.ModelsFor(method))), Gen.Int[1, 40], Gen.Int[1, 4], Gen.Long[20_000_000, 60_000_000])
            .SampleAsync(async (pool, slice, threads, memory) =>
            {
                MergeOptions options = new() { MaxSliceElements = slice, Threads = threads, MemoryBytes = memory };
                var whole = await TryAsync(method, pool.Pool, Merge.OneThread);
                var cut = await TryAsync(method, pool.Pool, options);

                Assert.Equal(whole?.Output.Bits, cut?.Output.Bits);
                Assert.Equal(whole?.Report.NonFinite, cut?.Report.NonFinite);
            }, iter: 20);

    /// <summary>Tensors of many blocks, so that slices do cut them.</summary>
    [Theory, MemberData(nameof(Methods))]
    public async Task Slicing_does_not_change_a_bit_of_large_tensors(string method)
    {
        var pool = Merge.Pool([.. Enumerable.Range(0, MethodCases.ModelsFor(method) + 1).Select(Large)]);
        var whole = await Merge.RunAsync(method, pool, Merge.OneThread);

        foreach (int slice in new[] { 256, 1500, 3000, 1 << 20 })
            Assert.Equal(whole.Output.Bits, (await Merge.RunAsync(method, pool, new() { MaxSliceElements = slice, Threads = 3 })).Output.Bits);
    }

    [Theory, MemberData(nameof(CalibratedMethods))]
    public async Task Slicing_does_not_change_a_bit_of_a_merge_that_is_calibrated(string method)
    {
        var pool = Merge.Pool([.. Enumerable.Range(0, 3).Select(Large)]);
        var whole = await Merge.RunAsync("svc", pool, Merge.OneThread, ("base_method", method));

        foreach (int slice in new[] { 256, 1 << 20 })
            Assert.Equal(whole.Output.Bits, (await Merge.RunAsync("svc", pool, new() { MaxSliceElements = slice, Threads = 3 }, ("base_method", method))).Output.Bits);
    }

    [Theory, MemberData(nameof(ScaledMethods))]
    public Task Factor_zero_gives_back_the_base_bit_for_bit(string method) => TensorPool.Any(Gen.Const(MethodCases.ModelsFor(method))).SampleAsync(async pool =>
    {
        string factor = MergeMethods.Find(method).Description.Parameters.First(parameter => parameter.Name is "scaling_factor" or "lambda").Name;

        var (output, _) = await Merge.RunAsync(method, pool.Pool, Merge.OneThread, (factor, 0));

        Assert.Equal(pool.Pretrained.SelectMany(tensor => tensor).Select(BitConverter.SingleToInt32Bits), output.Bits);
    }, iter: 20);

    [Theory, MemberData(nameof(Methods))]
    public Task Models_equal_to_the_base_leave_the_base(string method) => TensorPool.Finite(Gen.Const(MethodCases.ModelsFor(method))).SampleAsync(async pool =>
    {
        var unchanged = pool with { Models = [.. pool.Models.Select(_ => pool.Pretrained)] };

        float[] merged = await Merge.ElementsAsync(method, unchanged.Pool);

        foreach (var (expected, found) in pool.Pretrained.SelectMany(tensor => tensor).Zip(merged))
            Assert.Equal(expected, found, 1e-5f);
    }, iter: 10);

    [Theory, MemberData(nameof(Methods))]
    public Task Integers_on_which_all_models_and_the_base_agree_stay(string method) => TensorPool.Finite(Gen.Const(MethodCases.ModelsFor(method))).SampleAsync(async pool =>
    {
        int integers = Array.FindIndex(pool.Tensors, tensor => !tensor.DType.IsFloat());
        float[][] Agreeing(float[][] model) => [.. model.Select((tensor, t) => t == integers ? pool.Pretrained[t] : tensor)];
        var agreeing = pool with { Models = [.. pool.Models.Select(Agreeing)] };
        int before = pool.Tensors.Take(integers).Sum(tensor => (int)tensor.ElementCount);

        var merged = await TryAsync(method, agreeing.Pool, Merge.OneThread);

        if (merged is { Output: var output })
            Assert.Equal(pool.Pretrained[integers], output.Elements.Skip(before).Take(pool.Pretrained[integers].Length));
    }, iter: 20);

    [Theory, MemberData(nameof(Methods))]
    public void Description_is_complete(string name)
    {
        var method = MergeMethods.Find(name).Description;

        Assert.True(Uri.IsWellFormedUriString(method.Source, UriKind.Absolute), method.Source);
        Assert.All(method.Parameters, parameter => Assert.EndsWith(".", parameter.Summary, StringComparison.Ordinal));
        Assert.All(
            method.Parameters.Where(parameter => parameter.Type is ParameterType.Number or ParameterType.Integer or ParameterType.NumberList),
            parameter => Assert.True(parameter.Minimum < parameter.Maximum, parameter.Name));
        Assert.Equal(method.Parameters.Count, method.Parameters.Select(parameter => parameter.Name).Distinct().Count());
    }

    /// <returns>Null where the models cancel out and the method says so.</returns>
    private static async Task<(MemoryOutput Output, MergeReport Report)?> TryAsync(string method, MergePool pool, MergeOptions options)
    {
        try
        {
            return await Merge.RunAsync(method, pool, options);
        }
        catch (MergeException error) when (error.Message.Contains("cancel out", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static MemoryModel Large(int model)
    {
        var random = new Random(model);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        return new MemoryModel(model == 0 ? "_pretrained_" : $"m{model}")
            .With("matrix", Values(90 * 40), [90, 40]).With("other", Values(37 * 100), [37, 100]).With("vector", Values(5000));
    }
}
