using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace FusionFunctions.Tests.Storage;

/// <summary>A clock of the test's own that moves on only when somebody waits for it.</summary>
internal sealed class SteppedTime(TimeSpan wait) : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Lets the wait of that length, which has begun or will begin, come to its end.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        await _waits.Reader.ReadAsync(cancellationToken);
        Advance(wait);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == wait)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
