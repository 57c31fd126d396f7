using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Compute;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Display;

/// <summary>What a display shows: the run's own status, and the examples that are answered meanwhile.</summary>
internal sealed class RunTracker : IHostObserver, IComputeProgress, IProgress<HubProgress>, IProgress<HubWait>
{
    // A run's status has it, an evaluation's has not.
    private static readonly string s_stageKey = JsonNamingPolicy.CamelCase.ConvertName(nameof(RunStatus.Stage));

    private static readonly RunStatus s_nothingYet = new(RunStage.Fetching, 0, 0, 0, 0);

    private long _answered;
    private long _firstAnswer;

    public RunStatus Status { get; private set; } = s_nothingYet;

    /// <summary>The method that is being merged here, and how much of it is done, from 0 to 1; null where none is.</summary>
    public MergeShare? Merging { get; private set; }

    /// <summary>The newest download, or null.</summary>
    public HubProgress? Download { get; private set; }

    /// <summary>What the hub is waited for, unless a download has gone on since.</summary>
    public HubWait? Wait { get; private set; }

    /// <summary>The wait or the trouble that is in the way of downloads now, or null.</summary>
    public object? Obstacle => Wait is { } wait ? wait : Download is { Trouble: not null } download ? download : null;

    public event Action? Changed;

    /// <summary>Told of every wait for the hub.</summary>
    public event Action<HubWait>? Waited;

    /// <summary>Examples that are done: answered now, or found.</summary>
    public long RowsDone => Math.Max(Status.RowsDone, Math.Min(Interlocked.Read(ref _answered), Status.Rows));

    /// <summary>Null before the first answer.</summary>
    public double? ExamplesPerSecond
    {
        get
        {
            long first = Interlocked.Read(ref _firstAnswer);
            double seconds = (Environment.TickCount64 - first) / 1000.0;
            return first == 0 || seconds <= 0 ? null : Interlocked.Read(ref _answered) / seconds;
        }
    }

    /// <summary>By the pace seen here; for a run elsewhere as it says itself.</summary>
    public TimeSpan? TimeLeft =>
        ExamplesPerSecond is > 0 and var rate ? TimeSpan.FromSeconds(Math.Min((Status.Rows - RowsDone) / rate, TimeSpan.MaxValue.TotalSeconds / 2))
        : Status.EstimatedEnd is { } end && end > DateTime.UtcNow ? end - DateTime.UtcNow
        : null;

    /// <summary>Another run begins, of which nothing is done yet.</summary>
    public void Begin()
    {
        Interlocked.Exchange(ref _answered, 0);
        Interlocked.Exchange(ref _firstAnswer, 0);
        (Status, Download, Wait, Merging) = (s_nothingYet, null, null, null);
    }

    public void ExamplesAnswered(int count)
    {
        Interlocked.CompareExchange(ref _firstAnswer, Environment.TickCount64, 0);
        Interlocked.Add(ref _answered, count);
        Changed?.Invoke();
    }

    public void Report(HubProgress value)
    {
        (Download, Wait) = (value, null);
        Changed?.Invoke();
    }

    public void Report(HubWait value)
    {
        Wait = value;
        Waited?.Invoke(value);
        Changed?.Invoke();
    }

    public void MergeAdvanced(string method, double share)
    {
        Merging = share < 1 ? new(method, share) : null;
        Changed?.Invoke();
    }

    /// <summary>Told of a model's scores when a task of it is done.</summary>
    public event Action<ModelEvaluation>? Scored;

    public void Show(RunStatus status)
    {
        Status = status;
        Changed?.Invoke();
    }

    public void StatusChanged(string instanceId, JsonNode? status)
    {
        if (status is JsonObject run && run.ContainsKey(s_stageKey))
        {
            Show(status.Deserialize<RunStatus>(JsonSerializerOptions.Web) ?? Status);
            return;
        }
        if (status?.Deserialize<ModelEvaluation>(JsonSerializerOptions.Web) is { } evaluation)
            Scored?.Invoke(evaluation);
        Changed?.Invoke();
    }

    /// <summary>A reference, so that both are of one moment.</summary>
    internal sealed record MergeShare(string Method, double Share);
}
