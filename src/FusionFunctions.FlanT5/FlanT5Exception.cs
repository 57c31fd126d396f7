namespace FusionFunctions.FlanT5;

/// <summary>A model or vocabulary that cannot be used; the message names the file, the place and the remedy.</summary>
public sealed class FlanT5Exception(string message, Exception? innerException = null) : Exception(message, innerException);
