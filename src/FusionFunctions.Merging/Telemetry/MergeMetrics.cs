using System.Diagnostics.Metrics;

namespace FusionFunctions.Merging.Telemetry;

/// <summary>What merges move, as the files hold it: a tensor that is read in two passes counts twice.</summary>
internal static class MergeMetrics
{
    private static readonly Meter s_meter = new("FusionFunctions.Merging");

    public static Counter<long> BytesRead { get; } =
        s_meter.CreateCounter<long>("fusion.merge.bytes_read", "By", "Bytes of tensors read from the models that are merged.");

    public static Counter<long> BytesWritten { get; } =
        s_meter.CreateCounter<long>("fusion.merge.bytes_written", "By", "Bytes of merged tensors.");
}
