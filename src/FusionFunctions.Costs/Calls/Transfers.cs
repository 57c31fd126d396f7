namespace FusionFunctions.Costs.Calls;

/// <summary>How bytes become requests, as <c>AzureBlobWriter</c> and the readers of whole files do it.</summary>
internal static class Transfers
{
    private const long WrittenBlock = 8 << 20;
    private const long ReadBlock = 1 << 20;

    /// <summary>A blob that must not exist yet: its blocks, then their list.</summary>
    public static long Create(long bytes) => Blocks(bytes, WrittenBlock) + 1;

    /// <summary>Copies and digests read through a buffer of 1 MiB.</summary>
    public static long Read(long bytes) => Blocks(bytes, ReadBlock);

    private static long Blocks(long bytes, long size) => (bytes + size - 1) / size;
}
