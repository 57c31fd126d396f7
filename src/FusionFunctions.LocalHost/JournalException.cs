namespace FusionFunctions.LocalHost;

/// <summary>A journal that is damaged, in use, of another run, or that cannot be written.</summary>
public sealed class JournalException(string message, Exception? innerException = null) : LocalHostException(message, innerException);
