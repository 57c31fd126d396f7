using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FusionFunctions.Compute.Workers;

/// <summary>What a worker counts, as instruments of the meter <c>FusionFunctions.Compute</c>.</summary>
public sealed class WorkerMetrics : IDisposable
{
    public const string MeterName = "FusionFunctions.Compute";
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(3);

    private readonly Counter<long> _requests;
    private readonly Counter<double> _seconds;
    private readonly Counter<long> _made;
    private readonly UpDownCounter<int> _busy;
    private long _lastAnswer = Stopwatch.GetTimestamp();
    private int _working;

    public WorkerMetrics()
    {
        _requests = Meter.CreateCounter<long>("fusion_requests", null, "Requests by how they ended: done, failed or broken_off.");
        _seconds = Meter.CreateCounter<double>("fusion_request_seconds", null, "Time spent on requests, by kind.");
        _made = Meter.CreateCounter<long>("fusion_made", null, "Checkpoints merged (kind merge) and examples evaluated (kind evaluation).");
        _busy = Meter.CreateUpDownCounter<int>("fusion_requests_in_progress", null, "Requests being worked on.");
    }

    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Whether the worker works, or its queue answered within the last minutes.</summary>
    public bool IsHealthy =>
        Volatile.Read(ref _working) > 0 || Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAnswer)) < LongestSilence;

    public void Dispose() => Meter.Dispose();

    internal void QueueAnswered() => Interlocked.Exchange(ref _lastAnswer, Stopwatch.GetTimestamp());

    internal void Failed() => _requests.Add(1, new KeyValuePair<string, object?>("end", "failed"));

    internal Work Begin(string kind) => new(this, kind);

    /// <summary>A request while it is worked on.</summary>
    internal sealed class Work : IDisposable
    {
        private readonly WorkerMetrics _metrics;
        private readonly string _kind;
        private readonly long _started = Stopwatch.GetTimestamp();
        private bool _succeeded;

        public Work(WorkerMetrics metrics, string kind)
        {
            (_metrics, _kind) = (metrics, kind);
            Interlocked.Increment(ref metrics._working);
            metrics._busy.Add(1);
        }

        public void Succeeded(int made)
        {
            _succeeded = true;
            _metrics._made.Add(made, new KeyValuePair<string, object?>("kind", _kind));
        }

        public void Dispose()
        {
            _metrics._requests.Add(1, new KeyValuePair<string, object?>("end", _succeeded ? "done" : "broken_off"));
            _metrics._seconds.Add(Stopwatch.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("kind", _kind));
            _metrics._busy.Add(-1);
            _metrics.QueueAnswered();
            Interlocked.Decrement(ref _metrics._working);
        }
    }
}
