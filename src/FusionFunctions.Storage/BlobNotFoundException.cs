namespace FusionFunctions.Storage;

/// <summary>No blob of that name in the store.</summary>
public sealed class BlobNotFoundException(BlobPath path, string store) : StorageException($"There is no '{path}' in {store}.");
