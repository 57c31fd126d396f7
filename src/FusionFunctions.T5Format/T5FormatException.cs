namespace FusionFunctions.T5Format;

/// <summary>A model or vocabulary that is none of T5's, or cannot be used; the message names the file, the place and the remedy.</summary>
public sealed class T5FormatException(string message, Exception? innerException = null) : Exception(message, innerException);
