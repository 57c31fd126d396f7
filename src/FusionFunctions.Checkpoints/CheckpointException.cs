namespace FusionFunctions.Checkpoints;

/// <summary>A checkpoint cannot be read or written; the message names the file, the place in it and the remedy.</summary>
public class CheckpointException(string message, Exception? innerException = null) : Exception(message, innerException);
