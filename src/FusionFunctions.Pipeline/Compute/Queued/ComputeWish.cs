using System.Diagnostics;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>One run's wish to have a request done.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Trace">The span that sent the request; null for runs that nobody traces.</param>
public sealed record ComputeWish(string Run, ActivityContext? Trace)
{
    /// <summary>The names of all, for logs.</summary>
    public static string RunsOf(IEnumerable<ComputeWish> wishes) => string.Join(",", wishes.Select(wish => wish.Run));
}
