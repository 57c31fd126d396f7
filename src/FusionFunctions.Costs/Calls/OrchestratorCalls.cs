namespace FusionFunctions.Costs.Calls;

/// <summary>What the orchestrator's activities ask of the store. Tests hold the numbers to a store that counts.</summary>
internal static class OrchestratorCalls
{
    /// <summary>A request that nobody has done yet: looked for, written in a block and its list, an older result deleted, two wishes, and whether the run was stopped.</summary>
    public static StoreCalls Submit { get; } = new(2, 4, 0, 1);

    /// <summary>A result that is not there.</summary>
    public static StoreCalls UnfinishedPoll { get; } = new(1, 0, 0, 0);

    /// <summary>Its properties, then its bytes; the two wishes are withdrawn.</summary>
    public static StoreCalls FinishedPoll { get; } = new(2, 0, 0, 2);

    /// <summary>Scoring a task reads every shard's score.</summary>
    public static StoreCalls ScoredShard { get; } = new(2, 0, 0, 0);

    /// <summary>Three files, twice.</summary>
    public static StoreCalls Leaderboard { get; } = new(0, 6, 0, 0);

    /// <summary>
    /// A repository of the hub: its weights are written in blocks and read once for their digest. The small files and the cache's own
    /// records are reckoned as thirty calls of each kind, which is more than there are.
    /// </summary>
    public static StoreCalls Fetched(long bytes) => new(Transfers.Read(bytes) + 30, Transfers.Create(bytes) + 30, 1, 1);
}
