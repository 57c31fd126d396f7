namespace FusionFunctions.Costs.Prices;

/// <summary>How the resources are set up, as far as it costs time or money.</summary>
/// <param name="ColdStartSeconds">From the first message to the first replica that works.</param>
/// <param name="CoolDownSeconds">How long a replica without work is kept.</param>
/// <param name="LoadMegabytesPerSecond">From the store into a replica's memory.</param>
/// <param name="MergeMegabytesPerSecond">Read and written by a merge.</param>
/// <param name="CheckpointDays">Days after which the lifecycle rule deletes what was fetched.</param>
/// <param name="MergeDays">Days for which merged checkpoints are kept; no rule deletes them.</param>
/// <param name="FunctionInstances">Of the Functions app, at most, that one run keeps busy.</param>
/// <param name="FunctionMemoryGb">Of each of them.</param>
public sealed record Deployment(
    double ColdStartSeconds,
    double CoolDownSeconds,
    double LoadMegabytesPerSecond,
    double MergeMegabytesPerSecond,
    double CheckpointDays,
    double MergeDays,
    double FunctionInstances,
    double FunctionMemoryGb)
{
    private const double Megabyte = 1e6;

    internal double LoadBytesPerSecond => LoadMegabytesPerSecond * Megabyte;

    internal double MergeBytesPerSecond => MergeMegabytesPerSecond * Megabyte;
}
