namespace FusionFunctions.Pipeline;

/// <summary>A run cannot go on; the message names the place and the remedy.</summary>
public sealed class PipelineException(string message, Exception? innerException = null) : Exception(message, innerException);
