using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Extraction;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Merging;

/// <summary>The weight file of an extracted adapter: every factor under the name of its own module, and no file before everything is known.</summary>
public sealed class ExtractedFileTests : IDisposable
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

    /// <summary>By the weights' names the second module is first; by the factors' names it is behind the other's factors, between them, or before them.</summary>
    [Theory]
    [InlineData("attn", "attn.proj"), InlineData("attn", "attn.lora_AB"), InlineData("attn", "attn.key"), InlineData("a.x", "a.x-y")]
    public async Task Factors_of_modules_whose_names_begin_alike_stand_under_their_own_names(string outer, string inner)
    {
        Write(_base, outer, inner, [0, 0, 0, 0], [0, 0, 0, 0]);
        Write(_tuned, outer, inner, [1, 2, 3, 4], [-5, 6, 7, 8]);
        await using var @base = await _base.OpenAsync();
        await using var tuned = await _tuned.OpenAsync();

        await ExtractAsync(@base, new("tuned", tuned));

        await using var adapter = await AdapterFolder.OpenAsync(_adapter.Store, "", "the-adapter", Cancel);
        await using var merged = MergedAdapterReader.Create(@base, adapter);
        var found = await merged.ReadAllAsync();
        AssertNear([1, 2, 3, 4], found[$"{outer}.weight"]);
        AssertNear([-5, 6, 7, 8], found[$"{inner}.weight"]);
    }

    [Fact]
    public async Task Extraction_that_ends_while_it_reads_what_is_not_in_the_adapter_leaves_no_file()
    {
        Write(_base, "a", "b", [0, 0, 0, 0], [0, 0, 0, 0]);
        Write(_tuned, "a", "b", [1, 2, 3, 4], [5, 6, 7, 8]);
        await using var @base = await _base.OpenAsync();
        await using var tuned = await _tuned.OpenAsync();
        var interrupted = new InterruptedModel(tuned, "shared.weight");

        await Assert.ThrowsAsync<OperationCanceledException>(() => ExtractAsync(@base, new("tuned", interrupted, tuned.StateDict)));

        Assert.True(interrupted.WasAsked);
        Assert.False(File.Exists(_adapter[ModelFiles.AdapterWeights]));
    }

    private async Task ExtractAsync(CheckpointFolder @base, MergeInput tuned)
    {
        var extraction = new LoraExtraction(new("base", @base), tuned, 2, []);
        await extraction.WriteAsync(await _adapter.Store.OpenWriteAsync(BlobPath.Parse(ModelFiles.AdapterWeights), BlobWriteMode.Create, Cancel), Cancel);
        _adapter.With(ModelFiles.AdapterConfig, LoraConfigJson.Of("org/base", 2, 2, extraction.TargetModules, task: null).ToJsonString());
    }

    private static void Write(ModelFolder folder, string outer, string inner, float[] first, float[] second) => folder.With(
        ModelFiles.Weights,
        ModelFolder.Safetensors(($"{outer}.weight", [2, 2], first), ($"{inner}.weight", [2, 2], second), ("shared.weight", [1, 2], [1, 1])));

    private static void AssertNear(float[] expected, float[] found) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

    /// <summary>Is read until its reader comes to one tensor.</summary>
    private sealed class InterruptedModel(ITensorReader whole, string last) : ITensorReader
    {
        public bool WasAsked { get; private set; }

        public string Name => whole.Name;

        public IReadOnlyList<TensorInfo> Tensors => whole.Tensors;

        public ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
        {
            WasAsked |= tensor.Name == last;
            return WasAsked ? throw new OperationCanceledException() : whole.ReadAsync(tensor, firstElement, destination, cancellationToken);
        }

        public ValueTask DisposeAsync() => default;
    }
}
