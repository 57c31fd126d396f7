using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Tests.Checkpoints;

namespace FusionFunctions.Tests.Merging;

/// <summary>The weight file of an extracted adapter: every factor under the name of its own module, and no file before everything is known.</summary>
public sealed class ExtractedFileTests : IDisposable
{
    private readonly ExtractionBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>By the weights' names the second module is first; by the factors' names it is behind the other's factors, between them, or before them.</summary>
    [Theory]
    [InlineData("attn", "attn.proj"), InlineData("attn", "attn.lora_AB"), InlineData("attn", "attn.key"), InlineData("a.x", "a.x-y")]
    public async Task Factors_of_modules_whose_names_begin_alike_stand_under_their_own_names(string outer, string inner)
    {
        Write(_bench.Base, outer, inner, [0, 0, 0, 0], [0, 0, 0, 0]);
        Write(_bench.Tuned, outer, inner, [1, 2, 3, 4], [-5, 6, 7, 8]);
        await using var @base = await _bench.Base.OpenAsync();
        await using var tuned = await _bench.Tuned.OpenAsync();

        await ExtractAsync(@base, new("tuned", tuned));

        var found = await _bench.MergedAsync();
        AssertNear([1, 2, 3, 4], found[$"{outer}.weight"]);
        AssertNear([-5, 6, 7, 8], found[$"{inner}.weight"]);
    }

    [Fact]
    public async Task Extraction_that_ends_while_it_reads_what_is_not_in_the_adapter_leaves_no_file()
    {
        Write(_bench.Base, "a", "b", [0, 0, 0, 0], [0, 0, 0, 0]);
        Write(_bench.Tuned, "a", "b", [1, 2, 3, 4], [5, 6, 7, 8]);
        await using var @base = await _bench.Base.OpenAsync();
        await using var tuned = await _bench.Tuned.OpenAsync();
        var interrupted = new InterruptedModel(tuned, "shared.weight");

        await Assert.ThrowsAsync<OperationCanceledException>(() => ExtractAsync(@base, new("tuned", interrupted, tuned.StateDict)));

        Assert.True(interrupted.WasAsked);
        Assert.False(File.Exists(_bench.Adapter[ModelFiles.AdapterWeights]));
    }

    private async Task ExtractAsync(CheckpointFolder @base, MergeInput tuned) => await _bench.WriteAsync(new(new("base", @base), tuned, 2, []), 2);

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
