using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Extraction;
using FusionFunctions.Tests.Checkpoints;
using MathNet.Numerics.LinearAlgebra;

namespace FusionFunctions.Tests.Merging;

public sealed class LoraExtractionTests : IDisposable
{
    private readonly ExtractionBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(7, 5, 1), InlineData(7, 5, 3), InlineData(5, 9, 2), InlineData(6, 6, 6)]
    public async Task Adapter_is_the_best_approximation_of_its_rank(int rows, int columns, int rank)
    {
        float[] before = Values(rows * columns, 1), after = Values(rows * columns, 2);
        Write(_bench.Base, ("a.q.weight", [rows, columns], before));
        Write(_bench.Tuned, ("a.q.weight", [rows, columns], after));

        var found = Assert.Single(await _bench.ExtractAsync(rank));

        double[] change = [.. after.Zip(before, (a, b) => (double)a - b)];
        var svd = Matrix<double>.Build.Dense(rows, columns, (row, column) => change[(row * columns) + column]).Svd();
        double lost = Math.Sqrt(svd.S.Skip(rank).Sum(value => value * value));
        Assert.Equal(svd.S.L2Norm(), found.Norm, 1e-6);
        Assert.Equal(lost, found.Remainder, 1e-5);
        float[] merged = (await _bench.MergedAsync())["a.q.weight"];
        Assert.Equal(lost, Math.Sqrt(after.Zip(merged).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2))), 1e-4);
    }

    [Fact]
    public async Task Layers_that_store_inputs_first_get_factors_of_their_transpose()
    {
        float[] left = Values(4, 3), right = Values(6, 4), before = Values(24, 5);
        float[] after = [.. before.Select((value, i) => value + (left[i / 6] * right[i % 6]))];
        _bench.Base.With("config.json", """{"model_type":"gpt2"}""");
        Write(_bench.Base, ("h.0.attn.c_attn.weight", [4, 6], before), ("h.0.other.weight", [4, 6], before));
        Write(_bench.Tuned, ("h.0.attn.c_attn.weight", [4, 6], after), ("h.0.other.weight", [4, 6], after));

        await _bench.ExtractAsync(1);

        await using var adapter = await AdapterFolder.OpenAsync(_bench.Adapter.Store, "", "the-adapter", Cancel);
        Assert.Equal([(4, 6), (6, 4)], adapter.Pairs.Select(pair => ((int)pair.A.Shape[1], (int)pair.B.Shape[0])));
        foreach (float[] merged in (await _bench.MergedAsync()).Values)
            Assert.All(after.Zip(merged), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public async Task Change_of_low_rank_is_carried_whole_and_what_is_no_linear_layer_is_told()
    {
        float[] left = Values(8, 3), right = Values(6, 4), before = Values(48, 5);
        Write(_bench.Base, ("a.q.weight", [8, 6], before), ("norm.weight", [2], [1, 1]), ("shared.weight", [3, 2], new float[6]), ("z.k.weight", [2, 2], [1, 2, 3, 4]));
        Write(
            _bench.Tuned,
            ("a.q.weight", [8, 6], [.. before.Select((value, i) => value + (left[i / 6] * right[i % 6]))]),
            ("norm.weight", [2], [4, 5]), ("shared.weight", [3, 2], new float[6]), ("z.k.weight", [2, 2], [1, 2, 3, 4]));

        var found = (await _bench.ExtractAsync(1)).ToDictionary(entry => entry.Tensor.Name);

        Assert.InRange(found["a.q.weight"].Error, 0, 1e-5);
        Assert.Equal((1, 0.0, 0.0), (found["z.k.weight"].Rank, found["z.k.weight"].Norm, found["z.k.weight"].Error));
        Assert.Equal((0, 5.0, 1.0), (found["norm.weight"].Rank, found["norm.weight"].Norm, found["norm.weight"].Error));
        Assert.Equal(0, found["shared.weight"].Error);
        var merged = await _bench.MergedAsync();
        Assert.Equal([1, 2, 3, 4], merged["z.k.weight"]);
    }

    [Theory]
    [InlineData("q", "a.q", "b.q"), InlineData("a.proj", "a.proj", "conv.proj"), InlineData("a.norm", "a.norm", "norm"), InlineData("mlp.0", "mlp.0", "layers.0.norm")]
    public async Task Module_that_shares_its_last_name_with_another_kind_is_listed_by_its_path(string listed, string matrix, string other)
    {
        long[] shape = other == "b.q" ? [2, 2] : [2, 2, 1];
        foreach (var (folder, seed) in new[] { (_bench.Base, 1), (_bench.Tuned, 2) })
            Write(folder, ($"{matrix}.weight", [2, 2], Values(4, seed)), ($"{other}.weight", shape, Values(4, seed + 2)));

        await _bench.ExtractAsync(2);

        Assert.Contains($"\"target_modules\":[\"{listed}\"]", await File.ReadAllTextAsync(_bench.Adapter["adapter_config.json"], Cancel), StringComparison.Ordinal);
        Assert.Equal(2, (await _bench.MergedAsync()).Count);
    }

    [Fact]
    public async Task Module_whose_path_is_the_end_of_another_kinds_is_refused()
    {
        foreach (var folder in new[] { _bench.Base, _bench.Tuned })
            Write(folder, ("proj.weight", [2, 2], new float[4]), ("conv.proj.weight", [2, 2, 1], new float[4]));

        var error = await Assert.ThrowsAsync<MergeException>(() => _bench.ExtractAsync(1));

        Assert.Contains("'proj' is a linear layer that an adapter's target_modules cannot tell", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("k", 1, "No linear layer is called 'k'; the models have q")]
    [InlineData("shared", 1, "No linear layer is called 'shared'")]
    public async Task Impossible_request_is_refused_before_anything_is_written(string targets, int rank, string why)
    {
        Write(_bench.Base, ("a.q.weight", [2, 4], new float[8]), ("shared.weight", [3, 2], new float[6]));
        Write(_bench.Tuned, ("a.q.weight", [2, 4], new float[8]), ("shared.weight", [3, 2], new float[6]));

        var error = await Assert.ThrowsAsync<MergeException>(() => _bench.ExtractAsync(rank, targets.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.Adapter["adapter_model.safetensors"]));
    }

    [Fact]
    public async Task Weights_that_are_not_numbers_are_refused_by_name()
    {
        Write(_bench.Base, ("a.q.weight", [1, 2], [1, 2]));
        Write(_bench.Tuned, ("a.q.weight", [1, 2], [1, float.NaN]));

        Assert.Contains("'a.q.weight' has a NaN", (await Assert.ThrowsAsync<MergeException>(() => _bench.ExtractAsync(1))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.Adapter["adapter_model.safetensors"]));
    }

    [Fact]
    public async Task Adapter_under_a_memory_bound_for_a_single_matrix_has_the_same_bytes()
    {
        foreach (var (folder, seed) in new[] { (_bench.Base, 1), (_bench.Tuned, 2) })
            Write(folder, [.. new[] { "k", "o", "q", "v" }.Select((name, i) => ($"a.{name}.weight", new long[] { 7 + i, 5 }, Values((7 + i) * 5, seed + (10 * i))))]);
        await _bench.ExtractAsync(2);
        byte[] expected = await File.ReadAllBytesAsync(_bench.Adapter["adapter_model.safetensors"], Cancel);
        File.Delete(_bench.Adapter["adapter_model.safetensors"]);

        await _bench.ExtractAsync(2, memoryBytes: LowRankUpdate.BytesFor(10, 5));

        Assert.Equal(expected, await File.ReadAllBytesAsync(_bench.Adapter["adapter_model.safetensors"], Cancel));
    }

    [Fact]
    public async Task Modules_are_named_so_that_PEFT_finds_no_others()
    {
        (string, long[], float[])[] tensors =
        [
            ("a.proj.weight", [2, 2], new float[4]), ("b.proj.weight", [2, 2, 1], new float[4]), ("b.q.weight", [2, 2], new float[4]),
            ("embed_out.weight", [2, 2], new float[4]), ("gpt.embed_in.weight", [2, 2], new float[4]), ("x.word_embeddings.weight", [2, 2], new float[4]),
        ];
        Write(_bench.Base, tensors);
        Write(_bench.Tuned, tensors);
        await using var @base = await _bench.Base.OpenAsync();
        await using var tuned = await _bench.Tuned.OpenAsync();

        Assert.Equal(["a.proj", "embed_out", "q"], new LoraExtraction(new("base", @base), new("tuned", tuned), 1, []).TargetModules);
    }

    [Fact]
    public async Task Matrix_beyond_the_memory_bound_is_refused_by_name_and_leaves_no_file()
    {
        Write(_bench.Base, ("a.q.weight", [2, 4], new float[8]));
        Write(_bench.Tuned, ("a.q.weight", [2, 4], new float[8]));

        var error = await Assert.ThrowsAsync<MergeException>(() => _bench.ExtractAsync(1, memoryBytes: 319));

        Assert.Contains("'a.q.weight' is [2, 4] and takes 320 bytes of memory, more than the bound of 319. Give a larger --memory", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_bench.Adapter["x"])!, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(4, 400, new[] { 4, 1 }), InlineData(2, 400, new[] { 2, 2, 1 }), InlineData(4, 250, new[] { 3, 2 }), InlineData(4, 100, new[] { 1, 1, 1, 1, 1 })]
    public void Batches_hold_as_many_matrices_as_there_are_cores_and_memory_for(int cores, int memory, int[] sizes)
    {
        var targets = Enumerable.Range(0, 5).Select(i => new TensorInfo($"{i}.weight", TensorDType.F32, [1, 2])).ToList();

        var batches = ExtractionBatches.Of(targets, cores, memory);

        Assert.Equal(targets, batches.SelectMany(batch => batch));
        Assert.Equal(sizes, batches.Select(batch => batch.Count));
    }

    private static void Write(ModelFolder folder, params (string Name, long[] Shape, float[] Values)[] tensors) =>
        folder.With("model.safetensors", ModelFolder.Safetensors(tensors));

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
