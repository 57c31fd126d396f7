using FusionFunctions.Checkpoints.Hub;

namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>What the client has taken in, so that a server can break the connection at an exact byte.</summary>
internal sealed class ProgressLog : IProgress<HubProgress>
{
    private readonly Lock _lock = new();
    private readonly List<HubProgress> _reports = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _before;

    /// <summary>Bytes taken in over all tries.</summary>
    public long Total { get; private set; }

    public HubProgress[] Reports
    {
        get
        {
            lock (_lock)
                return [.. _reports];
        }
    }

    public void Report(HubProgress value)
    {
        lock (_lock)
        {
            _reports.Add(value);
            Total += Math.Max(0, value.Received - _before);
            _before = value.Received;
            _more.SetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public Task WaitForAsync(long total) => WaitAsync(() => Total >= total);

    public Task WaitForReportAsync(Predicate<HubProgress> match) => WaitAsync(() => _reports.Exists(match));

    private async Task WaitAsync(Func<bool> isThere)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (isThere())
                    return;
                more = _more.Task;
            }
            await more.SoonAsync();
        }
    }
}
