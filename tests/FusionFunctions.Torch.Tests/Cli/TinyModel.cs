using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>A model's folder of a few F32 tensors, whose values a seed decides.</summary>
internal static class TinyModel
{
    private const string Classifier = """{ "model_type": "roberta", "architectures": ["RobertaForSequenceClassification"] }""";

    /// <param name="folder">Created.</param>
    /// <param name="tensors">Ordinal by name, each with its shape and seed.</param>
    public static async Task WriteAsync(string folder, params (string Name, long[] Shape, int Seed)[] tensors)
    {
        var stop = TestContext.Current.CancellationToken;
        var blob = await new DirectoryBlobStore(folder).OpenWriteAsync(BlobPath.Parse("model.safetensors"), BlobWriteMode.Replace, stop);
        await using var writer = await SafetensorsWriter.CreateAsync(blob, tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDType.F32, tensor.Shape)), stop);
        foreach (var (_, shape, seed) in tensors)
        {
            var random = new Random(seed);
            float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, side) => product * side)).Select(_ => random.NextSingle() - 0.5f)];
            await writer.WriteAsync(values, stop);
        }
        await writer.CommitAsync(stop);
    }

    /// <inheritdoc cref="WriteAsync"/>
    public static async Task WriteClassifierAsync(string folder, params (string Name, long[] Shape, int Seed)[] tensors)
    {
        await WriteAsync(folder, tensors);
        await File.WriteAllTextAsync(Path.Join(folder, "config.json"), Classifier, TestContext.Current.CancellationToken);
    }
}
