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

    /// <param name="tensors">In the order in which they are written.</param>
    /// <param name="maxShardBytes">The limit.</param>
    /// <param name="left">Files that an interrupted export of the same has left.</param>
    public static ShardPlan Of(IReadOnlyList<TensorInfo> tensors, long maxShardBytes, IReadOnlyList<ExportedFile> left)
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
        return new([.. groups.Select((group, index) => Named(FileName(index, groups.Count), group))]);

        Shard Named(string file, List<TensorInfo> group) => new(file, group, left.FirstOrDefault(whole => whole.Name == file));
    }

    private static string FileName(int index, int count) => count == 1 ? ModelFiles.Weights : ModelFiles.Shard(index + 1, count);

    public static long Bytes(TensorInfo tensor) => checked(tensor.ElementCount * tensor.DType.Size());
}

/// <param name="File">Its name.</param>
/// <param name="Tensors">What it holds.</param>
/// <param name="Left">The file as it is left from before, so that its elements do not come again; null where it is to be written.</param>
internal sealed record Shard(string File, IReadOnlyList<TensorInfo> Tensors, ExportedFile? Left)
{
    /// <summary>Elements that are to be written.</summary>
    public long Missing => Left is null ? Tensors.Sum(tensor => tensor.ElementCount) : 0;
}
