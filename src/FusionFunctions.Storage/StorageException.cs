namespace FusionFunctions.Storage;

/// <summary>A store could not do what was asked; the message names the place and the remedy.</summary>
public class StorageException(string message, Exception? innerException = null) : Exception(message, innerException);
