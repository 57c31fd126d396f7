namespace FusionFunctions.LocalHost.Replay;

/// <summary>
/// Runs orchestrators on the thread that created it, one turn at a time. A continuation that arrives from elsewhere belongs to an
/// orchestrator that awaited something other than its context, which no replay could repeat.
/// </summary>
internal sealed class Pump(Action foreignContinuation) : SynchronizationContext
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _continuations = new();

    public bool IsInTurn => Environment.CurrentManagedThreadId == _thread && Current == this;

    /// <summary>Runs <paramref name="turn"/> and all that follows from it, until orchestrators wait again.</summary>
    public void Run(Action turn)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            turn();
            while (_continuations.TryDequeue(out var next))
                next.Callback(next.State);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsInTurn)
            _continuations.Enqueue((d, state));
        else
            foreignContinuation();
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Orchestrators run on their own thread only.");

    public override SynchronizationContext CreateCopy() => this;
}
