using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>What an exception leaves in the journal.</summary>
internal sealed record JournalError(string Type, string Message)
{
    private const int MaxMessage = 8 << 10;

    /// <summary>The first cause: a failed activity passes its own error on through every orchestration above it.</summary>
    public static JournalError Of(Exception e) => e is ActivityFailedException failed
        ? new(failed.ErrorType, Shortened(failed.Message))
        : new(e.GetType().Name, Shortened(e.Message));

    public ActivityFailedException ToException(string name) => new(name, Type, Message);

    private static string Shortened(string message) => message.Length <= MaxMessage ? message : message[..MaxMessage] + "…";
}
