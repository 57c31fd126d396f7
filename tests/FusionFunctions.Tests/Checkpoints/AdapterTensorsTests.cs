using System.Runtime.InteropServices;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Which files and tensors are an adapter.</summary>
public sealed class AdapterTensorsTests : IDisposable
{
    private readonly AdapterBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Names_with_the_adapters_name_and_pickles_are_read()
    {
        _bench.WriteBase([1, 2]);
        _bench.WriteConfig("""{"r":1,"lora_alpha":1}""");
        byte[] floats = MemoryMarshal.AsBytes<float>((float[])[2, 3, 5]).ToArray();
        _bench.Adapter.With("adapter_model.bin", new PickleBuilder().Op("}")
            .Item($"{AdapterBench.Prefix}a.q.lora_A.default.weight", "0", "FloatStorage", 2, 0, [1, 2], [2, 1])
            .Item($"{AdapterBench.Prefix}a.q.lora_B.default.weight", "1", "FloatStorage", 1, 0, [1, 1], [1, 1])
            .Entry("m/data/0", floats[..8]).Entry("m/data/1", floats[8..]).File());

        float[] merged = await _bench.MergeAsync();
        Assert.Equal([11, 16], merged);
    }

    [Theory]
    [InlineData("a.q.lora_A.weight", new long[] { 1, 2 }, "", null, "only one of lora_A and lora_B")]
    [InlineData("a.q.lora_A.weight", new long[] { 2 }, "a.q.lora_B.weight", new long[] { 1, 1 }, "not floating-point matrices of one rank")]
    [InlineData("a.q.lora_A.weight", new long[] { 1, 2 }, "a.q.lora_B.weight", new long[] { 1, 2 }, "not floating-point matrices of one rank: lora_A is F32 [1, 2], lora_B is F32 [1, 2]")]
    [InlineData("a.q.lora_embedding_A", new long[] { 1, 2 }, "a.q.lora_embedding_B", new long[] { 1, 1 }, "'base_model.model.a.q.lora_embedding_A' is not a LoRA factor")]
    [InlineData("a.q.lora_magnitude_vector", new long[] { 1, 2 }, "", null, "is not a LoRA factor")]
    [InlineData("classifier.weight", new long[] { 1, 2 }, "", null, "'base_model.model.classifier.weight' is not a LoRA factor")]
    [InlineData("a.q.lora_A.weight", new long[] { 1, 2 }, "a.q.lora_A.other.weight", new long[] { 1, 2 }, "two factors of one kind")]
    public async Task Tensors_that_are_no_adapter_are_refused_by_name(string first, long[] firstShape, string second, long[]? secondShape, string why)
    {
        _bench.WriteBase([1, 2]);
        (string, long[], float[])[] tensors = [(first, firstShape, new float[firstShape.Aggregate((a, b) => a * b)])];
        _bench.WriteAdapter("{}", secondShape is null ? tensors : [.. tensors, (second, secondShape, new float[secondShape.Aggregate((a, b) => a * b)])]);
        Assert.Contains(why, await _bench.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_an_adapter_says_what_is_missing()
    {
        _bench.WriteBase([1, 2]);
        Assert.Contains("adapter_config.json was not found", await _bench.RefusedAsync(), StringComparison.Ordinal);
        _bench.WriteConfig("{}");
        Assert.Contains("neither adapter_model.safetensors nor adapter_model.bin", await _bench.RefusedAsync(), StringComparison.Ordinal);
    }
}
