namespace FusionFunctions.Costs.Sizes;

/// <summary>
/// The official validation splits without a download: the rows of each shard, as the pipeline cuts them, and the length of the hub's parquet file.
/// Tests cut the files themselves.
/// </summary>
internal static class OfficialSplits
{
    private static readonly Dictionary<string, OfficialSplit> s_splits = new()
    {
        ["cola"] = new(37_551, [846, 197]),
        ["mnli"] = new(1_214_936, [419, 435, 423, 417, 416, 426, 421, 422, 420, 429, 420, 424, 429, 422, 427, 423, 414, 418, 423, 415, 429, 414, 425, 104]),
        ["mrpc"] = new(75_678, [394, 14]),
        ["qnli"] = new(872_062, [372, 370, 377, 380, 376, 368, 368, 378, 376, 376, 376, 380, 375, 377, 214]),
        ["qqp"] = new(3_729_274,
        [
            675, 655, 656, 665, 668, 675, 671, 666, 669, 675, 675, 679, 669, 680, 659, 671, 662, 673, 660, 679, 662, 663, 668, 674,
            674, 670, 674, 664, 668, 671, 672, 665, 671, 669, 666, 675, 667, 668, 669, 669, 688, 673, 674, 674, 676, 671, 655, 674,
            669, 677, 683, 670, 669, 676, 671, 664, 661, 676, 677, 672, 219,
        ]),
        ["rte"] = new(69_020, [277]),
        ["sst2"] = new(72_819, [729, 143]),
        ["stsb"] = new(150_622, [640, 437, 423]),
    };

    /// <param name="task">The task's name.</param>
    public static OfficialSplit Of(string task) => s_splits[task];
}

/// <param name="Bytes">Of the file on the hub.</param>
/// <param name="ShardRows">The rows of each shard, in order.</param>
internal sealed record OfficialSplit(long Bytes, IReadOnlyList<int> ShardRows)
{
    /// <summary>The shards of the first rows: each row's shard hangs on the rows before it alone, so a limit cuts the last one.</summary>
    /// <param name="rows">Null for all of them.</param>
    public IReadOnlyList<int> First(int? rows)
    {
        var shards = new List<int>();
        int left = rows ?? int.MaxValue;
        foreach (int shard in ShardRows)
        {
            if (left == 0)
                break;
            shards.Add(Math.Min(shard, left));
            left -= shards[^1];
        }
        return shards;
    }
}
