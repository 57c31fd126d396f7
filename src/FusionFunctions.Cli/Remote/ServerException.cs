namespace FusionFunctions.Cli.Remote;

/// <summary>A server that is away, or that could not do what was right to ask.</summary>
/// <param name="message">What happened, and the remedy.</param>
/// <param name="isPassing">Whether the same call may succeed later.</param>
internal sealed class ServerException(string message, bool isPassing, Exception? inner = null) : Exception(message, inner)
{
    public bool IsPassing => isPassing;
}
