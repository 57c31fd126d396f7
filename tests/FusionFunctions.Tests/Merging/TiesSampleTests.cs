using System.Text.Json;
using CsCheck;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Tests.Merging;

/// <summary>TIES looks at a sample first. It may be small, or all wrong: the result does not show it.</summary>
public sealed class TiesSampleTests
{
    [Fact]
    public Task Samples_of_any_size_give_the_same_bits_under_any_memory_bound() =>
        Gen.Select(Pools, Gen.OneOf(20.0, 0, 50, 100, 99.5), Gen.OneOf("state_dict", "changed_tensors", "unique_params"), Gen.Long[0, 2000], Gen.Int[1, 3], Gen.Long[800_000, 4_000_000])
            .SampleAsync(async (pool, threshold, scope, sample, threads, memory) =>
            {
                var whole = await RunAsync(pool, threshold, scope, Merge.OneThread);
                var sampled = await RunAsync(pool, threshold, scope, new() { Threads = threads, MemoryBytes = memory, MaxSliceElements = 700, SampleElements = sample });

                Assert.Equal(whole, sampled);
            }, iter: 60);

    [Fact]
    public Task Samples_of_what_models_have_from_the_base_give_the_same_bits_as_of_copies() =>
        Gen.Select(Pools, Gen.OneOf(20.0, 0, 50, 100, 99.5), Gen.OneOf("state_dict", "changed_tensors", "unique_params"), Gen.Long[0, 4000])
            .SampleAsync(async (pool, threshold, scope, sample) =>
            {
                BorrowingModel[] models = [.. pool.Models.Select(model => new BorrowingModel(model, pool.Pretrained!.Tensors))];
                var options = new MergeOptions { Threads = 2, MaxSliceElements = 700, SampleElements = sample };

                string borrowed = await RunAsync(pool with { Models = [.. models.Select(model => model.Input)] }, threshold, scope, options);
                string copied = await RunAsync(pool with { Models = [.. models.Select(model => model.Copy)] }, threshold, scope, options);

                Assert.Equal(copied, borrowed);
            }, iter: 60);

    [Fact]
    public async Task More_undecided_entries_than_memory_holds_cost_another_pass_and_no_bit()
    {
        // All magnitudes are so close that the sample cannot tell them apart.
        MemoryModel Model(string name, int seed) => new MemoryModel(name).With("w", [.. Enumerable.Range(0, 30_000).Select(i => BitConverter.UInt32BitsToSingle(0x3f80_0000 + (uint)(i * seed % 4001)))]);
        var pool = Merge.Pool(new MemoryModel("_pretrained_").With("w", new float[30_000]), Model("m1", 7), Model("m2", -13), Model("m3", 29));

        var whole = await RunAsync(pool, 20, "state_dict", Merge.OneThread);
        var bounded = await RunAsync(pool, 20, "state_dict", new() { Threads = 1, MemoryBytes = 450_000, SampleElements = 100_000 });

        Assert.Equal(whole, bounded);
    }

    private static Gen<MergePool> Pools =>
        from models in Gen.Int[1, 4]
        from tensors in Gen.Int[1, 4]
        from entries in AwkwardFloats.ListsOf(Gen.Const(900)).Array[models * tensors]
        from pretrained in Gen.OneOf(Gen.Const(new float[900]), AwkwardFloats.ListsOf(Gen.Const(900)))
        select Merge.Pool([Model("_pretrained_", Enumerable.Repeat(pretrained, tensors)), .. Enumerable.Range(0, models).Select(model => Model($"m{model}", entries.Skip(model * tensors).Take(tensors)))]);

    private static MemoryModel Model(string name, IEnumerable<float[]> tensors)
    {
        var model = new MemoryModel(name);
        foreach (var (i, values) in tensors.Index())
            model.With($"t{i}", values, aliases: i == 1 ? ["t1.alias"] : null);
        return model;
    }

    private static async Task<string> RunAsync(MergePool pool, double threshold, string scope, MergeOptions options)
    {
        var (output, report) = await Merge.RunAsync("ties_merging", pool, options, ("threshold", threshold), ("trim_scope", scope));
        return JsonSerializer.Serialize(report.Statistics) + string.Join(' ', output.Elements.Select(element => float.IsNaN(element) ? "NaN" : BitConverter.SingleToInt32Bits(element).ToString()));
    }
}
