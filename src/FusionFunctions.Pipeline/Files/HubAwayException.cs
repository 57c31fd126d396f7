namespace FusionFunctions.Pipeline.Files;

/// <summary>The hub was away for all of the tries that its client makes; more of them right away would be in vain.</summary>
public sealed class HubAwayException(string message, Exception innerException) : Exception(message, innerException);
