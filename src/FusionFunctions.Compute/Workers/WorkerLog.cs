using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Workers;

/// <summary>What a worker says; requests go by their ids, failures by their messages.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "Working on {Queue} over {Store}, models on {Device}: {Description}")]
    public static partial void Started(this ILogger log, string queue, string store, string device, string description);

    [LoggerMessage(2, LogLevel.Information, "{Id}: {Kind}, delivery {Delivery}")]
    public static partial void Received(this ILogger log, string id, string kind, long delivery);

    [LoggerMessage(3, LogLevel.Information, "{Id}: done in {Seconds:0.0} s, {Done} made, {Reused} were there")]
    public static partial void Completed(this ILogger log, string id, double seconds, int done, int reused);

    [LoggerMessage(4, LogLevel.Information, "{Id}: nothing to do, {Why}")]
    public static partial void Dropped(this ILogger log, string id, string why);

    [LoggerMessage(5, LogLevel.Warning, "{Id}: failed for good: {Reason}")]
    public static partial void Failed(this ILogger log, string id, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Id}: failed, to be tried again after {Seconds:0} s: {Reason}")]
    public static partial void Released(this ILogger log, string id, double seconds, string reason);

    [LoggerMessage(7, LogLevel.Warning, "The message could not be renewed: {Reason}")]
    public static partial void RenewalFailed(this ILogger log, string reason);

    [LoggerMessage(8, LogLevel.Warning, "The queue cannot be read: {Reason}")]
    public static partial void QueueFailed(this ILogger log, string reason);

    [LoggerMessage(9, LogLevel.Information, "Stopped; nothing is held any more")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(10, LogLevel.Information, "{Id}: given back")]
    public static partial void GivenBack(this ILogger log, string id);

    [LoggerMessage(11, LogLevel.Warning, "A message that is no request was set aside")]
    public static partial void NoRequest(this ILogger log);
}
