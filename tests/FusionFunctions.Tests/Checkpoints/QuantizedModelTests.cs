using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>Codes are not averaged: a quantized model is refused by what its config or its tensors tell.</summary>
public sealed class QuantizedModelTests : IDisposable
{
    private const string Remedy = "its weights are codes, not numbers. Dequantize it first; where that is done, remove";
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"quantization_config":{"quant_method":"gptq","bits":4}}""", "gptq", "quantization_config")]
    [InlineData("""{"quantization_config":{"quant_method":"fp8","weight_block_size":[128,128]}}""", "fp8", "quantization_config")]
    [InlineData("""{"quantization_config":{"load_in_4bit":true}}""", "bitsandbytes", "quantization_config")]
    [InlineData("""{"quantization_config":{}}""", "of a kind that is not told", "quantization_config")]
    [InlineData("""{"quantization_config":"awq"}""", "of a kind that is not told", "quantization_config")]
    [InlineData("""{"compression_config":{"quant_method":"compressed-tensors"}}""", "compressed-tensors", "compression_config")]
    [InlineData("""{"text_config":{"quantization_config":{"quant_method":"awq"}}}""", "awq", "text_config.quantization_config")]
    public async Task Config_of_a_quantized_model_is_refused_before_any_weights_are_looked_for(string config, string kind, string section)
    {
        _folder.With("config.json", config);

        var error = await Assert.ThrowsAsync<CheckpointException>(_folder.OpenAsync);

        Assert.Equal($"the-model/config.json: the model is quantized ({kind}): {Remedy} '{section}' from the file.", error.Message);
    }

    [Theory, InlineData("""{"quantization_config":null}"""), InlineData("""{"text_config":{"quantization_config":null}}"""), InlineData("""{"quantization":"none"}""")]
    public async Task Config_that_tells_of_no_quantization_opens(string config)
    {
        _folder.With("config.json", config).With("model.safetensors", ("w", [1]));

        await using var folder = await _folder.OpenAsync();

        Assert.Single(folder.Tensors);
    }

    [Fact]
    public async Task Codes_are_refused_by_their_tensor_where_no_config_tells()
    {
        _folder.With("config.json", "{}").With("model.safetensors", await CodesAsync("q_proj.qweight"));

        var error = await Assert.ThrowsAsync<CheckpointException>(_folder.OpenAsync);

        Assert.Equal("the-model: the model is quantized (GPTQ or AWQ): tensor 'q_proj.qweight' holds codes, not numbers. Dequantize it first.", error.Message);
    }

    [Theory, InlineData("position_ids"), InlineData("qweight")]
    public async Task Integers_of_other_names_open(string name)
    {
        _folder.With("config.json", "{}").With("model.safetensors", await CodesAsync(name));

        await using var folder = await _folder.OpenAsync();

        Assert.Equal(TensorDType.I32, Assert.Single(folder.Tensors).DType);
    }

    private static async Task<byte[]> CodesAsync(string name)
    {
        var blob = new MemoryBlob();
        await using var writer = await SafetensorsWriter.CreateAsync(blob, [new(name, TensorDType.I32, [2])], default);
        await writer.WriteAsync(new float[] { 1, 2 }, default);
        await writer.CommitAsync(default);
        return blob.Bytes;
    }
}
