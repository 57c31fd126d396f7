namespace FusionFunctions.LocalHost;

/// <summary>The host cannot run this; the message says what is wrong and the remedy. The journal is as it was and can be resumed.</summary>
public class LocalHostException(string message, Exception? innerException = null) : Exception(message, innerException);
