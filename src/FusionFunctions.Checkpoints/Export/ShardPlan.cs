using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>Which file each tensor goes to: one file, or shards that are filled in order up to the limit; a larger tensor has its own.</summary>
internal sealed class ShardPlan
{
    private ShardPlan(IReadOnlyList<Shard> shards) => Shards = shards;

    /// <summary>At least one.</summary>
    public IReadOnlyList<Shard> Shards { get; }

    public bool IsSharded => Shards.Count > 1;

    public static ShardPlan Of(IReadOnlyList<TensorInfo> tensors, long maxShardBytes)
    {
        var groups = new List<List<TensorInfo>> { new() };
        long bytes = 0;
        foreach (var tensor in tensors)
        {
            if (groups[^1].Count > 0 && bytes + Bytes(tensor) > maxShardBytes)
            {
                groups.Add([]);
                bytes = 0;
            }
            groups[^1].Add(tensor);
            bytes += Bytes(tensor);
        }
        return new([.. groups.Select((group, index) => new Shard(FileName(index, groups.Count), group))]);
    }

    private static string FileName(int index, int count) => count == 1 ? WeightFiles.Single : $"model-{index + 1:D5}-of-{count:D5}.safetensors";

    public static long Bytes(TensorInfo tensor) => checked(tensor.ElementCount * tensor.DType.Size());
}

internal sealed record Shard(string File, IReadOnlyList<TensorInfo> Tensors)
{
    public long Elements => Tensors.Sum(tensor => tensor.ElementCount);
}
