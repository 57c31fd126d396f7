using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Extraction;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Checkpoints;
using MathNet.Numerics.LinearAlgebra;

namespace FusionFunctions.Tests.Merging;

public sealed class LoraExtractionTests : IDisposable
{
    private readonly ModelFolder _base = new();
    private readonly ModelFolder _tuned = new();
    private readonly ModelFolder _adapter = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _base.Dispose();
        _tuned.Dispose();
        _adapter.Dispose();
    }

    [Theory]
    [InlineData(7, 5, 1), InlineData(7, 5, 3), InlineData(5, 9, 2), InlineData(6, 6, 6)]
    public async Task Adapter_is_the_best_approximation_of_its_rank(int rows, int columns, int rank)
    {
        float[] before = Values(rows * columns, 1), after = Values(rows * columns, 2);
        Write(_base, ("a.q.weight", [rows, columns], before));
        Write(_tuned, ("a.q.weight", [rows, columns], after));

        var found = Assert.Single(await ExtractAsync(rank));

        double[] change = [.. after.Zip(before, (a, b) => (double)a - b)];
        var svd = Matrix<double>.Build.Dense(rows, columns, (row, column) => change[(row * columns) + column]).Svd();
        double lost = Math.Sqrt(svd.S.Skip(rank).Sum(value => value * value));
        Assert.Equal(svd.S.L2Norm(), found.Norm, 1e-6);
        Assert.Equal(lost, found.Remainder, 1e-5);
        float[] merged = (await MergedAsync())["a.q.weight"];
        Assert.Equal(lost, Math.Sqrt(after.Zip(merged).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2))), 1e-4);
    }

    [Fact]
    public async Task Change_of_low_rank_is_carried_whole_and_what_is_no_linear_layer_is_told()
    {
        float[] left = Values(8, 3), right = Values(6, 4), before = Values(48, 5);
        Write(_base, ("a.q.weight", [8, 6], before), ("norm.weight", [2], [1, 1]), ("shared.weight", [3, 2], new float[6]), ("z.k.weight", [2, 2], [1, 2, 3, 4]));
        Write(
            _tuned,
            ("a.q.weight", [8, 6], [.. before.Select((value, i) => value + (left[i / 6] * right[i % 6]))]),
            ("norm.weight", [2], [4, 5]), ("shared.weight", [3, 2], new float[6]), ("z.k.weight", [2, 2], [1, 2, 3, 4]));

        var found = (await ExtractAsync(1)).ToDictionary(entry => entry.Tensor.Name);

        Assert.InRange(found["a.q.weight"].Error, 0, 1e-5);
        Assert.Equal((1, 0.0, 0.0), (found["z.k.weight"].Rank, found["z.k.weight"].Norm, found["z.k.weight"].Error));
        Assert.Equal((0, 5.0, 1.0), (found["norm.weight"].Rank, found["norm.weight"].Norm, found["norm.weight"].Error));
        Assert.Equal(0, found["shared.weight"].Error);
        var merged = await MergedAsync();
        Assert.Equal([1, 2, 3, 4], merged["z.k.weight"]);
    }

    [Theory]
    [InlineData("", 3, "'a.q.weight' is [2, 4]: rank 3 is more than it can have")]
    [InlineData("k", 1, "No linear layer is called 'k'; the models have q")]
    [InlineData("shared", 1, "No linear layer is called 'shared'")]
    public async Task Impossible_request_is_refused_before_anything_is_written(string targets, int rank, string why)
    {
        Write(_base, ("a.q.weight", [2, 4], new float[8]), ("shared.weight", [3, 2], new float[6]));
        Write(_tuned, ("a.q.weight", [2, 4], new float[8]), ("shared.weight", [3, 2], new float[6]));

        var error = await Assert.ThrowsAsync<MergeException>(() => ExtractAsync(rank, targets.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_adapter["adapter_model.safetensors"]));
    }

    [Fact]
    public async Task Weights_that_are_not_numbers_are_refused_by_name()
    {
        Write(_base, ("a.q.weight", [1, 2], [1, 2]));
        Write(_tuned, ("a.q.weight", [1, 2], [1, float.NaN]));

        Assert.Contains("'a.q.weight' has a NaN", (await Assert.ThrowsAsync<MergeException>(() => ExtractAsync(1))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_adapter["adapter_model.safetensors"]));
    }

    private async Task<IReadOnlyList<ExtractedTensor>> ExtractAsync(int rank, params string[] targets)
    {
        await using var @base = await _base.OpenAsync();
        await using var tuned = await _tuned.OpenAsync();
        var extraction = new LoraExtraction(new("base", @base), new("tuned", tuned), rank, targets);
        var found = await extraction.WriteAsync(
            await _adapter.Store.OpenWriteAsync(BlobPath.Parse("adapter_model.safetensors"), BlobWriteMode.Create, Cancel), Cancel);
        _adapter.With("adapter_config.json", LoraConfigJson.Of("org/base", rank, rank, extraction.TargetModules).ToJsonString());
        return found;
    }

    /// <summary>What our own reader makes of the base and the adapter.</summary>
    private async Task<SortedDictionary<string, float[]>> MergedAsync()
    {
        await using var @base = await _base.OpenAsync();
        await using var adapter = await AdapterFolder.OpenAsync(_adapter.Store, "", "the-adapter", Cancel);
        await using var merged = MergedAdapterReader.Create(@base, adapter);
        return await merged.ReadAllAsync();
    }

    private static void Write(ModelFolder folder, params (string Name, long[] Shape, float[] Values)[] tensors) =>
        folder.With("model.safetensors", ModelFolder.Safetensors(tensors));

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
