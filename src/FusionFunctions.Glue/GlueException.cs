namespace FusionFunctions.Glue;

/// <summary>A task or data set that cannot be used; the message names the file, the row and the remedy.</summary>
public sealed class GlueException(string message, Exception? innerException = null) : Exception(message, innerException);
