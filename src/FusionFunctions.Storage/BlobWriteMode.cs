namespace FusionFunctions.Storage;

public enum BlobWriteMode
{
    /// <summary>The commit succeeds only if no blob of that name exists (If-None-Match: *).</summary>
    Create,

    /// <summary>The commit replaces whatever has that name.</summary>
    Replace,
}
