namespace FusionFunctions.Costs.Calls;

/// <summary>Requests to Blob Storage by the classes that it bills.</summary>
/// <param name="Reads">Properties and ranges.</param>
/// <param name="Writes">Blobs, blocks and lists of blocks.</param>
/// <param name="Lists">Pages of listings.</param>
/// <param name="Deletes">Free, and counted for the limits alone.</param>
public sealed record StoreCalls(long Reads, long Writes, long Lists, long Deletes)
{
    public static StoreCalls None { get; } = new(0, 0, 0, 0);

    public long All => Reads + Writes + Lists + Deletes;

    public static StoreCalls operator +(StoreCalls one, StoreCalls other) =>
        new(one.Reads + other.Reads, one.Writes + other.Writes, one.Lists + other.Lists, one.Deletes + other.Deletes);

    public static StoreCalls operator *(StoreCalls one, long times) =>
        new(one.Reads * times, one.Writes * times, one.Lists * times, one.Deletes * times);
}
