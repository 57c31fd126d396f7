namespace FusionFunctions.Costs.Calls;

/// <summary>
/// What a worker asks of the store; it keeps large blobs on its own disk, and asks for a small one's properties before it opens it. Tests
/// hold the numbers to a store that counts. Tokenizer and data sets, read once by each worker, are left out.
/// </summary>
internal static class WorkerCalls
{
    /// <summary>A message: is there a result, does anyone want it, the request itself; at the end the result.</summary>
    public static StoreCalls Request { get; } = new(5, 2, 1, 0);

    /// <summary>Does anyone want it still?</summary>
    public static StoreCalls Renewal { get; } = new(0, 0, 1, 0);

    /// <summary>Is the score there? If not, it is written.</summary>
    public static StoreCalls Shard { get; } = new(1, 2, 0, 0);

    /// <summary>A model: its configuration, and its weights, which are downloaded where the worker has not had them yet.</summary>
    /// <param name="downloaded">Bytes; 0 for what is on the disk.</param>
    public static StoreCalls Open(long downloaded) => new(6 + (downloaded > 0 ? 1 + Transfers.Read(downloaded) : 0), 0, 0, 0);

    /// <summary>
    /// A merged checkpoint: the weights, and the files of a folder in Hugging Face's format, three of the tokenizer among them, which are
    /// copied from the base.
    /// </summary>
    /// <param name="bytes">Of the weights.</param>
    /// <param name="isBaseInStore">Whether the copies are read from the store, not from a user's own folder.</param>
    public static StoreCalls Variant(long bytes, bool isBaseInStore) => new(isBaseInStore ? 17 + 23 : 17, Transfers.Create(bytes) + 17, 2, 1);
}
