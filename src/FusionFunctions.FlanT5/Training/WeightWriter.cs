using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Loading;
using FusionFunctions.Storage;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Training;

/// <summary>Writes trained weights as safetensors.</summary>
internal static class WeightWriter
{
    public static async Task WriteAsync(
        IBlobWriter file, IEnumerable<(string Name, Tensor Value)> weights, TensorDType dtype, CancellationToken cancellationToken)
    {
        var tensors = weights.ToDictionary(entry => entry.Name, entry => entry.Value);
        await using var writer = await SafetensorsWriter.CreateAsync(
            file, tensors.Select(entry => new TensorInfo(entry.Key, dtype, entry.Value.shape)), cancellationToken);
        foreach (var tensor in writer.Tensors)
        {
            using var memory = new NativeFloats(tensors[tensor.Name]);
            await writer.WriteAsync(memory.Memory, cancellationToken);
        }
        await writer.CommitAsync(cancellationToken);
    }
}
