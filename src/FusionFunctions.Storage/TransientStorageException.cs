namespace FusionFunctions.Storage;

/// <summary>The service is away or busy, or another writer came in between: the same call can succeed later.</summary>
public sealed class TransientStorageException(string message, Exception? innerException = null) : StorageException(message, innerException);
