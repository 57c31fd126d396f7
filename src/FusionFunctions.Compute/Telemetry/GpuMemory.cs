using System.Diagnostics.Metrics;
using FusionFunctions.Compute.Devices;

namespace FusionFunctions.Compute.Telemetry;

/// <summary>What the GPUs hold, asked from the driver's tool whenever somebody reads the metrics; made only where models run on a GPU.</summary>
internal sealed class GpuMemory : IDisposable
{
    private readonly Meter _meter = new("FusionFunctions.Compute");

    public GpuMemory()
    {
        _meter.CreateObservableGauge("fusion.gpu.memory.used", () => Measure(gpu => gpu.UsedBytes), "By", "Memory in use on a GPU, by all processes.");
        _meter.CreateObservableGauge("fusion.gpu.memory.limit", () => Measure(gpu => gpu.TotalBytes), "By", "Memory that a GPU has.");
    }

    public Meter Meter => _meter;

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Measure(Func<GpuState, long> bytes) =>
        NvidiaSmi.States().Select(gpu => new Measurement<long>(bytes(gpu), new KeyValuePair<string, object?>("gpu", gpu.Index)));
}
