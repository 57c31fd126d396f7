using System.Diagnostics;
using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Replay;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FusionFunctions.LocalHost.Running;

/// <summary>What the orchestrations of one run share. Used on the run's thread only, except for <see cref="Mailbox"/>.</summary>
internal sealed class RunScope(
    string id, OrchestrationRegistry registry, LocalHostOptions options, Payloads payloads, JournalFile file, Mailbox mailbox) : IDisposable
{
    private readonly Dictionary<string, JsonElement> _replayedStatuses = [];

    /// <summary>The instance id of the run's own orchestrator.</summary>
    public string Id { get; } = id;

    /// <summary>The run in this process, for those who trace it.</summary>
    public Activity? Span { get; set; }

    public OrchestrationRegistry Registry { get; } = registry;

    public Payloads Payloads { get; } = payloads;

    public Mailbox Mailbox { get; } = mailbox;

    public HostClock Clock { get; } = new(options.Time);

    public RunJournal Journal { get; } = new(file);

    public EarlierAttempts Earlier { get; } = new();

    public Pump Pump { get; } = new(() => mailbox.Post(new ForeignContinuation()));

    public QuietObserver Observer { get; } = new(options.Observer, options.LoggerFactory);

    public ILoggerFactory Loggers { get; } = options.LoggerFactory ?? NullLoggerFactory.Instance;

    public ILogger Log => field ??= Loggers.CreateLogger("FusionFunctions.LocalHost");

    public TimerBoard Timers => field ??= new(Clock, Mailbox, Journal.Path);

    public ActivityRunner Runner => field ??= new(this, options.MaxParallelActivities);

    public ActivityBoard Activities => field ??= new(Runner, Clock, Mailbox, Journal.Path);

    /// <summary>When the run began, in its first attempt.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>The time of the event being processed; never goes back.</summary>
    public DateTime Now { get; set; }

    /// <summary>What is done once the journal is on disk.</summary>
    public List<Action> Effects { get; } = [];

    /// <summary>Why the run cannot go on.</summary>
    public LocalHostException? Fault { get; private set; }

    /// <summary>An orchestrator may catch what this throws; the run stops at the end of the turn all the same.</summary>
    public T Guard<T>(Func<T> step)
    {
        try
        {
            return Fault is null ? step() : throw Fault;
        }
        catch (LocalHostException e)
        {
            Fault ??= e;
            throw;
        }
    }

    public void SetStatus(string instance, JsonElement status)
    {
        bool replayed = Journal.IsReplaying;
        Journal.Decide(new StatusChanged(instance, status) { At = Clock.Now });
        if (replayed)
            _replayedStatuses[instance] = status;
        else
            Effects.Add(() => Observer.StatusChanged(instance, status));
    }

    /// <summary>After the replay: the last status of each instance is news to the observer.</summary>
    public void TellReplayedStatuses()
    {
        foreach (var (instance, status) in _replayedStatuses)
            Effects.Insert(0, () => Observer.StatusChanged(instance, status));
        _replayedStatuses.Clear();
    }

    public void Dispose()
    {
        Timers.Clear();
        Activities.Clear();
        Runner.Dispose();
    }
}
