namespace FusionFunctions.Storage.Azure;

/// <summary>How bytes travel to and from Blob Storage. A writer holds at most <c>Concurrency + 1</c> blocks in memory, a reader none.</summary>
/// <param name="BlockBytes">Size of a block of an upload and of a range of a download; a blob has at most 50,000 blocks.</param>
/// <param name="Concurrency">Requests in flight for each reader's call and for each writer.</param>
public sealed record AzureTransfers(int BlockBytes = 8 << 20, int Concurrency = 4);
