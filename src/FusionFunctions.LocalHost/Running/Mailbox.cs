using System.Collections.Concurrent;

namespace FusionFunctions.LocalHost.Running;

/// <summary>Carries messages from any thread to the run's own.</summary>
internal sealed class Mailbox
{
    private readonly BlockingCollection<RunMessage> _messages = [];

    /// <returns>False where the run has ended and nobody reads any more.</returns>
    public bool Post(RunMessage message)
    {
        try
        {
            _messages.Add(message);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <returns>Null where the run was cancelled first.</returns>
    public RunMessage? Take(CancellationToken cancellationToken)
    {
        try
        {
            return _messages.Take(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public RunMessage? TryTake() => _messages.TryTake(out var message) ? message : null;

    /// <summary>Takes no more messages and returns those that nobody read.</summary>
    public IReadOnlyList<RunMessage> Close()
    {
        _messages.CompleteAdding();
        return [.. _messages.GetConsumingEnumerable()];
    }
}
