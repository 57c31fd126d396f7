using System.Diagnostics;
using System.Diagnostics.Metrics;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Compute.Workers;

/// <summary>What a worker counts, as instruments of the meter <c>FusionFunctions.Compute</c>.</summary>
public sealed class WorkerMetrics : IDisposable
{
    public const string MeterName = "FusionFunctions.Compute";
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromMinutes(3);
    private static readonly double[] s_seconds = [0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10800];

    private readonly Counter<long> _requests;
    private readonly Counter<double> _seconds;
    private readonly Counter<long> _made;
    private readonly UpDownCounter<int> _busy;
    private readonly Histogram<double> _delay;
    private readonly Histogram<double> _duration;
    private long _lastAnswer = Stopwatch.GetTimestamp();
    private int _working;

    public WorkerMetrics()
    {
        _requests = Meter.CreateCounter<long>("fusion.requests", "{request}", "Requests by how they ended: done, failed or broken_off.");
        _seconds = Meter.CreateCounter<double>("fusion.request.seconds", "s", "Time spent on requests, by kind.");
        _made = Meter.CreateCounter<long>("fusion.made", "{result}", "Checkpoints merged (kind merge) and examples evaluated (kind evaluation).");
        _busy = Meter.CreateUpDownCounter<int>("fusion.requests.in_progress", "{request}", "Requests being worked on.");
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds };
        _delay = Meter.CreateHistogram("fusion.queue.delay", "s", "From the sending of a request to its first delivery.", null, advice);
        _duration = Meter.CreateHistogram("fusion.request.duration", "s", "What one request took, by kind and how it ended.", null, advice);
    }

    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Whether the worker works, or its queue answered within the last minutes.</summary>
    public bool IsHealthy =>
        Volatile.Read(ref _working) > 0 || Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAnswer)) < s_longestSilence;

    public void Dispose() => Meter.Dispose();

    internal void QueueAnswered() => Interlocked.Exchange(ref _lastAnswer, Stopwatch.GetTimestamp());

    /// <summary>A message came. Only the first delivery tells how long the queue took.</summary>
    internal void Delivered(WorkMessage message)
    {
        // The queue's clock is another machine's.
        if (message is { Deliveries: 1, SentAt: { } sent })
            _delay.Record(Math.Max(0, (DateTimeOffset.UtcNow - sent).TotalSeconds));
    }

    internal Work Begin() => new(this);

    /// <summary>A request while it is worked on. It counts once, by how it ends; broken off where nothing else is said.</summary>
    internal sealed class Work : IDisposable
    {
        private readonly WorkerMetrics _metrics;
        private readonly long _started = Stopwatch.GetTimestamp();
        private string _end = "broken_off";

        public Work(WorkerMetrics metrics)
        {
            _metrics = metrics;
            Interlocked.Increment(ref metrics._working);
            metrics._busy.Add(1);
        }

        /// <summary>merge or evaluation, once the request was read.</summary>
        public string Kind { get; set; } = "unknown";

        public void Succeeded(int made)
        {
            _end = "done";
            _metrics._made.Add(made, new KeyValuePair<string, object?>("kind", Kind));
        }

        /// <summary>For good: no further delivery will be tried.</summary>
        public void Failed() => _end = "failed";

        public void Dispose()
        {
            var (end, kind) = (new KeyValuePair<string, object?>("end", _end), new KeyValuePair<string, object?>("kind", Kind));
            double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            _metrics._requests.Add(1, end);
            _metrics._seconds.Add(seconds, kind);
            _metrics._duration.Record(seconds, kind, end);
            _metrics._busy.Add(-1);
            _metrics.QueueAnswered();
            Interlocked.Decrement(ref _metrics._working);
        }
    }
}
