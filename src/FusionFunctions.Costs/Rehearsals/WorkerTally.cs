using FusionFunctions.Costs.Calls;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>What the rehearsed replicas did.</summary>
internal sealed class WorkerTally
{
    public int Replicas { get; set; }

    /// <summary>When the first of them was started; null while there is none.</summary>
    public DateTime? FirstStart { get; set; }

    public DateTime LastEnd { get; set; } = VirtualClock.Start;

    /// <summary>Requests that waited for a replica at one moment, at most.</summary>
    public int QueueDepth { get; set; }

    public double EvaluatingSeconds { get; set; }

    public double MergingSeconds { get; set; }

    public double LoadingSeconds { get; set; }

    /// <summary>Renewals of messages while their requests were worked on.</summary>
    public long Renewals { get; set; }

    /// <summary>Calls to the store, but for those of the orchestrator.</summary>
    public StoreCalls Calls { get; set; } = StoreCalls.None;

    /// <summary>From the store to replicas.</summary>
    public long DownloadedBytes { get; set; }

    public long Requests { get; set; }
}
