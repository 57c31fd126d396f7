using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Merging;

public sealed class MergeEngineTests
{
    // Of small models the sample is everything.
    private const int Sample = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Variants_of_one_request_equal_single_merges_and_share_the_reading()
    {
        double[] factors = [0, 0.3, 1];
        var models = Models();
        MergeVariant[] variants = [.. factors.Select(factor => new MergeVariant(Merge.Parameters("ties_merging", ("scaling_factor", factor)), new MemoryOutput()))];

        var reports = await MergeEngine.MergeAsync(new(Merge.Pool(models), MergeMethods.Find("ties_merging"), variants), Merge.OneThread, null, Token);

        Assert.All(models, model => Assert.Equal((Sample + 2) * 2, model.Reads));
        Assert.Single(reports.Select(report => JsonSerializer.Serialize(report.Statistics)).Distinct());
        foreach (var (factor, variant) in factors.Zip(variants))
            Assert.Equal(
                (await Merge.RunAsync("ties_merging", Merge.Pool(models), Merge.OneThread, ("scaling_factor", factor))).Output.Bits,
                ((MemoryOutput)variant.Output).Bits);
    }

    [Fact]
    public async Task Sweep_of_hundreds_of_outputs_writes_each_from_front_to_back_on_few_threads()
    {
        const int variants = 300;
        var pool = Merge.Pool(new MemoryModel("_pretrained_").With("w", Numbers(0)), new MemoryModel("m1").With("w", Numbers(1)));
        MemoryOutput[] outputs = [.. Enumerable.Range(0, variants).Select(_ => new MemoryOutput())];

        await MergeEngine.MergeAsync(
            new(pool, MergeMethods.Find("task_arithmetic"), [.. outputs.Select((output, i) => new MergeVariant(Merge.Parameters("task_arithmetic", ("scaling_factor", i)), output))]),
            new() { Threads = 3, MaxSliceElements = 16 },
            null,
            TestContext.Current.CancellationToken);

        Assert.InRange(outputs.SelectMany(output => output.Threads).Distinct().Count(), 1, 16);
        Assert.All(outputs.Index(), output => Assert.Equal(Numbers(0).Zip(Numbers(1), (theta0, theta) => theta0 + (output.Index * (theta - theta0))), output.Item.Elements));

        static float[] Numbers(int seed) => [.. Enumerable.Range(0, 1000).Select(i => (float)((i * 7) + (seed * i % 5)))];
    }

    [Fact]
    public async Task Variants_with_other_thresholds_are_analysed_apart()
    {
        MergeVariant[] variants = [.. new[] { 10, 60 }.Select(threshold => new MergeVariant(Merge.Parameters("ties_merging", ("threshold", threshold)), new MemoryOutput()))];

        await MergeEngine.MergeAsync(new(Merge.Pool(Models()), MergeMethods.Find("ties_merging"), variants), Merge.OneThread, null, Token);

        foreach (var (threshold, variant) in new[] { 10, 60 }.Zip(variants))
            Assert.Equal(
                (await Merge.RunAsync("ties_merging", Merge.Pool(Models()), Merge.OneThread, ("threshold", threshold))).Output.Bits,
                ((MemoryOutput)variant.Output).Bits);
    }

    [Fact]
    public async Task Models_that_the_method_does_not_need_are_not_read()
    {
        var models = Models();

        await Merge.RunAsync("dummy", Merge.Pool(models), Merge.OneThread);
        Assert.Equal([2, 0, 0], models.Select(model => model.Reads));

        await Merge.RunAsync("simple_average", Merge.Pool(models), Merge.OneThread);
        Assert.Equal([2, 2, 2], models.Select(model => model.Reads));
    }

    [Theory, InlineData("simple_average"), InlineData("ties_merging"), InlineData("model_stock")]
    public async Task Tensors_that_models_have_from_the_base_are_read_once(string method)
    {
        var models = Models();
        var pool = Merge.Pool(models);
        MergePool Adapted(Func<MemoryModel, ITensorReader> reader) => pool with { Models = [.. models[1..].Select(model => model.Input with { Tensors = reader(model) })] };

        var shared = await Merge.RunAsync(method, Adapted(model => new Adapted(models[0], model, passesOn: true)), Merge.OneThread);
        int[] reads = [.. models.Select(model => model.Reads)];
        var apart = await Merge.RunAsync(method, Adapted(model => new Adapted(models[0], model, passesOn: false)), Merge.OneThread);

        Assert.Equal(apart.Output.Bits, shared.Output.Bits);
        int passes = method == "ties_merging" ? Sample + 2 : 1;
        // Without a base in the merge, the first model reads what both have from it.
        Assert.Equal(method == "simple_average" ? [1, 1, 1] : [2 * passes, passes, passes], reads);
    }

    [Theory, InlineData("simple_average"), InlineData("task_arithmetic"), InlineData("model_stock")]
    public async Task Base_of_models_that_update_it_is_read_once_for_all(string method)
    {
        var models = Models();
        MergePool Pool(Func<ITensorReader, ITensorReader> reader) =>
            Merge.Pool(models) with { Models = [.. models[1..].Select((model, i) => model.Input with { Tensors = reader(new Scaled(models[0], model.Name, i + 2)) })] };

        var shared = await Merge.RunAsync(method, Pool(updated => updated), new() { Threads = 3, MaxSliceElements = 3 });
        int reads = models[0].Reads;
        var apart = await Merge.RunAsync(method, Pool(updated => new Adapted(updated, updated, passesOn: false)), Merge.OneThread);

        Assert.Equal(apart.Output.Bits, shared.Output.Bits);
        // Of the tensor of four elements two slices; where it is studied as a whole, one.
        Assert.Equal(method == "model_stock" ? 2 : 3, reads);
    }

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
    public async Task Progress_counts_every_pass_up_to_the_total()
    {
        var seen = new Steps();

        await MergeEngine.MergeAsync(
            new(Merge.Pool(Models()), MergeMethods.Find("ties_merging"), [new(Merge.Parameters("ties_merging"), new MemoryOutput())]), Merge.OneThread, seen, Token);

        Assert.Equal([1, 1, 2, 2], seen.Select(step => step.Pass));
        Assert.Equal([4, 5, 9, 10], seen.Select(step => step.ElementsDone));
        Assert.All(seen, step => Assert.Equal((2, 10), (step.Passes, step.ElementsTotal)));
    }

    [Fact]
    public async Task Cancelled_merge_stops()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MergeEngine.MergeAsync(
            new(Merge.Pool(Models()), MergeMethods.Find("dummy"), [new(Merge.Parameters("dummy"), new MemoryOutput())]), Merge.OneThread, null, source.Token));
    }

    [Fact]
    public async Task Failing_output_ends_the_merge_with_its_own_error_and_stops_the_reading()
    {
        var models = Models();

        await Assert.ThrowsAsync<StorageException>(() => MergeEngine.MergeAsync(
            new(Merge.Pool(models), MergeMethods.Find("simple_average"), [new(Merge.Parameters("simple_average"), new FullDisk())]),
            new() { Threads = 1, MaxSliceElements = 1 },
            null,
            Token));

        Assert.InRange(models.Sum(model => model.Reads), 2, 4);
    }

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
    [InlineData("iso_c", "exclude_keys", """[[], ["a"]]""")]
    [InlineData("tsv_m", "exclude_keys", """[["a"], []]""")]
    [InlineData("mergekit/model_stock", "filter_wise", "[false, true]")]
    public async Task Variants_that_need_other_slices_are_merged_as_each_alone(string method, string parameter, string values)
    {
        static MemoryModel Model(string name, int seed) => new MemoryModel(name).With("a", [.. Enumerable.Range(0, 500 * 30).Select(i => (float)Math.Sin(i * (seed + 1)))], [500, 30]);
        var pool = Merge.Pool(Model("_pretrained_", 0), Model("m1", 1), Model("m2", 2));
        var given = JsonNode.Parse(values)!.AsArray().Select(value => Merge.Parameters(method, (parameter, value!.DeepClone()))).ToList();
        foreach (var options in new[] { new MergeOptions(), new() { Threads = 1, MaxSliceElements = 2000 } })
        {
            MemoryOutput[] outputs = [.. given.Select(_ => new MemoryOutput())];
            var variants = given.Zip(outputs, (parameters, output) => new MergeVariant(parameters, output)).ToList();
            await MergeEngine.MergeAsync(new(pool, MergeMethods.Find(method), variants), options, null, Token);

            for (int variant = 0; variant < given.Count; variant++)
            {
                var alone = new MemoryOutput();
                await MergeEngine.MergeAsync(new(pool, MergeMethods.Find(method), [new(given[variant], alone)]), Merge.OneThread, null, Token);
                Assert.Equal(alone.Bits, outputs[variant].Bits);
            }
        }
    }

    [Fact]
    public async Task Tensor_that_fits_into_a_slice_is_read_once_whatever_its_length()
    {
        static MemoryModel Model(string name, int seed) => new MemoryModel(name).With("a", [.. Enumerable.Range(0, 5000).Select(i => (float)Math.Sin(i + seed))]);
        var pool = Merge.Pool(Model("m1", 1), Model("m2", 2));

        await Merge.RunAsync("slerp", pool, Merge.OneThread);

        Assert.All(pool.Models, model => Assert.Equal(1, ((MemoryModel)model.Tensors).Reads));
    }

    [Theory, InlineData("simple_average"), InlineData("ties_merging"), InlineData("iso_c")]
    public async Task More_threads_than_results_may_wait_give_the_same_bytes(string method)
    {
        static MemoryModel Model(string name, int seed) => new MemoryModel(name).With("a", [.. Enumerable.Range(0, 12_000).Select(i => (float)Math.Sin(i + seed))], [120, 100]);
        var pool = Merge.Pool(Model("_pretrained_", 0), Model("m1", 1), Model("m2", 2));

        var many = await Merge.RunAsync(method, pool, new() { Threads = 600 });

        Assert.Equal((await Merge.RunAsync(method, pool, Merge.OneThread)).Output.Bits, many.Output.Bits);
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

    [Fact]
    public async Task Safetensors_output_appears_at_the_commit_and_holds_the_merge()
    {
        using var folder = new TemporaryFolder();
        var store = new DirectoryBlobStore(folder.Path);
        var path = BlobPath.Parse("merged.safetensors");
        await using (var output = new SafetensorsOutput(await store.OpenWriteAsync(path, BlobWriteMode.Create, Token)))
        {
            await MergeEngine.MergeAsync(
                new(Merge.Pool(Models()), MergeMethods.Find("simple_average"), [new(Merge.Parameters("simple_average"), output)]), Merge.OneThread, null, Token);
            Assert.Null(await store.FindAsync(path, Token));
            await output.CommitAsync(Token);
        }

        await using var file = await SafetensorsFile.OpenAsync(await store.OpenReadAsync(path, Token), Token);
        float[] values = new float[4];
        await file.ReadAsync("a", 0, values, Token);
        Assert.Equal([0, 1.5f, 0.5f, 3], values);
    }

    private static MemoryModel[] Models() =>
    [
        new MemoryModel("_pretrained_").With("a", [0, 0, 0, 0]).With("b", [1]),
        new MemoryModel("m1").With("a", [1, 2, -3, 4]).With("b", [2]),
        new MemoryModel("m2").With("a", [-1, 1, 4, 2]).With("b", [0]),
    ];

    /// <summary>The base's tensors, but for 'b', which the adapter has changed.</summary>
    private sealed class Adapted(ITensorReader @base, ITensorReader adapter, bool passesOn) : ITensorReader
    {
        public string Name => adapter.Name;

        public IReadOnlyList<TensorInfo> Tensors => @base.Tensors;

        public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken) =>
            (tensor.Name == "b" ? adapter : @base).ReadAsync(tensor, firstElement, destination, cancellationToken);

        public ITensorReader SourceOf(TensorInfo tensor) => passesOn && tensor.Name != "b" ? @base : this;

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>Its base, times a factor, plus one.</summary>
    private sealed class Scaled(ITensorReader @base, string name, float factor) : IUpdatedTensors
    {
        public string Name => name;

        public IReadOnlyList<TensorInfo> Tensors => @base.Tensors;

        public ITensorReader BasisOf(TensorInfo tensor) => @base;

        public async ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
        {
            await @base.ReadAsync(tensor, firstElement, destination, cancellationToken);
            await UpdateAsync(tensor, firstElement, destination, destination, cancellationToken);
        }

        public ValueTask UpdateAsync(
            TensorInfo tensor, long firstElement, ReadOnlyMemory<float> basis, Memory<float> destination, CancellationToken cancellationToken)
        {
            for (int i = 0; i < destination.Length; i++)
                destination.Span[i] = (basis.Span[i] * factor) + 1;
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class FullDisk : IMergeOutput
    {
        public Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken) => throw new StorageException("The disk is full.");
    }

    private sealed class Steps : List<MergeProgress>, IProgress<MergeProgress>
    {
        public void Report(MergeProgress value) => Add(value);
    }
}
