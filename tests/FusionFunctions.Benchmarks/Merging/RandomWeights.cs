using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>Writes a model of noise: the same again and again, from another place for each seed, and so as hard to merge as any other.</summary>
internal static class RandomWeights
{
    private const int Period = 1 << 18;
    private const int MaxSeed = 1000;
    private static readonly float[] s_noise = Noise();

    public static async Task WriteAsync(
        IBlobStore store, string path, IReadOnlyList<TensorInfo> tensors, int seed, CancellationToken cancellationToken)
    {
        await using var writer = await SafetensorsWriter.CreateAsync(
            await store.OpenWriteAsync(BlobPath.Parse(path), BlobWriteMode.Create, cancellationToken), tensors, cancellationToken);
        foreach (var tensor in writer.Tensors)
            for (long left = tensor.ElementCount; left > 0; left -= Period)
                await writer.WriteAsync(s_noise.AsMemory(seed * (MaxSeed - 1) % MaxSeed, (int)Math.Min(left, Period)), cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    private static float[] Noise()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Period + MaxSeed).Select(_ => random.NextSingle() - 0.5f)];
    }
}
