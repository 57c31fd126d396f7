using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FusionFunctions.Storage.Tracing;

/// <summary>The spans and counters of stores.</summary>
internal static class StorageTelemetry
{
    private const string Name = "FusionFunctions.Storage";
    private static readonly Meter s_meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    public static Counter<long> BytesWritten { get; } =
        s_meter.CreateCounter<long>("fusion.store.bytes_written", "By", "Bytes handed to stores to be written.");
}
