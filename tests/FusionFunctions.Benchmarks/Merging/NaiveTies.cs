using FusionFunctions.Checkpoints.Safetensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>
/// TIES as FusionBench computes it, step by step over stacks of whole flattened models, all in memory. Source: arXiv 2306.01708 and the facts of FusionBench's
/// TiesMergingAlgorithm; the code is ours.
/// </summary>
internal static class NaiveTies
{
    private const double Kept = 0.2;
    private const float Lambda = 0.3f;

    public static async Task MergeAsync(MergePool pool, IBlobStore store, string path, CancellationToken cancellationToken)
    {
        var models = new List<float[]>();
        foreach (var input in pool.Inputs)
            models.Add(await FlattenAsync(input, cancellationToken));
        float[] merged = Merge(models[0], models[1..]);
        await using var writer = await SafetensorsWriter.CreateAsync(
            await store.OpenWriteAsync(BlobPath.Parse(path), BlobWriteMode.Replace, cancellationToken), pool.Inputs[0].Tensors.Tensors, cancellationToken);
        await writer.WriteAsync(merged, cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    private static float[] Merge(float[] pretrained, IReadOnlyList<float[]> models)
    {
        using var scope = NewDisposeScope();
        var theta0 = tensor(pretrained);
        var taskVectors = vstack([.. models.Select(model => tensor(model))]) - theta0;
        var trimmed = taskVectors * Reaches(taskVectors);
        var signs = sign(trimmed.sum(0));
        signs = where(signs == 0, sign(signs.sum()), signs);
        var agreeing = trimmed * where(signs.unsqueeze(0) > 0, trimmed > 0, trimmed < 0);
        return (theta0 + (Lambda * agreeing.sum(0))).data<float>().ToArray();
    }

    private static Tensor Reaches(Tensor taskVectors)
    {
        long length = taskVectors.shape[1];
        var magnitudes = taskVectors.abs();
        var (kth, _) = magnitudes.kthvalue(length - (int)(length * Kept), 1, keepdim: true);
        return magnitudes >= kth;
    }

    private static async Task<float[]> FlattenAsync(MergeInput input, CancellationToken cancellationToken)
    {
        float[] all = new float[input.Tensors.Tensors.Sum(tensor => tensor.ElementCount)];
        int at = 0;
        foreach (var tensor in input.Tensors.Tensors)
        {
            int count = (int)tensor.ElementCount;
            await input.Tensors.ReadAsync(tensor, 0, all.AsMemory(at, count), cancellationToken);
            at += count;
        }
        return all;
    }
}
