namespace FusionFunctions.Merging;

/// <summary>A merge that cannot be done as asked; the message names the model, tensor or parameter and the remedy.</summary>
public sealed class MergeException(string message, Exception? innerException = null) : Exception(message, innerException);
