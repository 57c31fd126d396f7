using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.LocalHost;

public sealed record LocalHostOptions
{
    /// <summary>How many activities of one run execute at a time.</summary>
    public int MaxParallelActivities { get; init; } = Environment.ProcessorCount;

    /// <summary>How inputs and outputs are written. NaN and infinities are refused unless these options allow them.</summary>
    public JsonSerializerOptions Json { get; init; } = JsonSerializerOptions.Web;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IHostObserver? Observer { get; init; }

    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Whether a run that ended, done or failed, starts anew with an empty journal instead of giving its recorded result. For steps that
    /// find what they made before, and inputs that may have changed since.
    /// </summary>
    public bool RepeatFinishedRuns { get; init; }

    /// <summary>
    /// Called with the number of events in the journal each time another one reached the disk, one by one. What it throws stops the
    /// run right there, as a kill would: nothing more is written. For tests of crashes.
    /// </summary>
    public Action<long>? JournalWritten { get; init; }
}
