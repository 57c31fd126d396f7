namespace FusionFunctions.Storage;

internal static class BlobRange
{
    /// <exception cref="StorageException">Not all of the range lies inside the blob.</exception>
    public static void Check(IBlobReader reader, long offset, int count)
    {
        if (offset < 0 || offset > reader.Length - count)
            throw new StorageException($"'{reader.Name}' has {reader.Length} bytes; {count} at byte {offset} are not all inside. Is it whole?");
    }
}
