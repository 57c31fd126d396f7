using System.Globalization;
using System.Net;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Matrices;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Compute.Workers;

/// <summary>What a worker is told from outside.</summary>
/// <param name="Store">As <c>--store</c> takes it; the same as that of the runs.</param>
/// <param name="Queue">As <c>--queue</c> takes it.</param>
public sealed record WorkerSettings(string Store, string Queue)
{
    /// <summary>auto, cpu or cuda.</summary>
    public string Device { get; init; } = ComputeDevice.Auto;

    /// <summary>See <see cref="ComputeOptions.Matrices"/>.</summary>
    public MatrixLibrary? Matrices { get; init; }

    /// <summary>Where health and metrics are served, or null for nowhere.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>The folder for copies of remote checkpoints; null for one of the user's own.</summary>
    public string? CacheFolder { get; init; }

    public long CacheBytes { get; init; } = 20L << 30;

    public WorkerOptions Options { get; init; } = new();

    /// <summary>From the variables <c>FUSION_…</c> that docs/running-on-azure.md lists.</summary>
    /// <param name="store">Wins over FUSION_STORE.</param>
    /// <param name="queue">Wins over FUSION_QUEUE.</param>
    /// <exception cref="PipelineException">One is missing or not valid. The message repeats no value, for it may be secret.</exception>
    public static WorkerSettings FromEnvironment(string? store = null, string? queue = null)
    {
        var defaults = new WorkerOptions();
        return new(store ?? Required("FUSION_STORE", "store"), queue ?? Required("FUSION_QUEUE", "queue"))
        {
            Device = Text("FUSION_DEVICE") ?? ComputeDevice.Auto,
            Matrices = Text("FUSION_MATRICES") is { } library ? Library(library) : null,
            Health = Text("FUSION_HEALTH") is { } address ? Endpoint(address) : null,
            CacheFolder = Text("FUSION_CACHE"),
            CacheBytes = (long)Number("FUSION_CACHE_GIB", 20, 1, 100_000) << 30,
            Options = defaults with
            {
                Lease = TimeSpan.FromSeconds(Number("FUSION_LEASE_SECONDS", (int)defaults.Lease.TotalSeconds, 3, 3600)),
                MaxDeliveries = Number("FUSION_MAX_DELIVERIES", defaults.MaxDeliveries, 1, 1000),
            },
        };
    }

    /// <summary>A port of this machine's loopback address, or ADDRESS:PORT.</summary>
    public static IPEndPoint Endpoint(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? new(IPAddress.Loopback, port)
        : text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint
        : throw new PipelineException(
            "The address for health and metrics (FUSION_HEALTH) must be a port, such as 8080, or ADDRESS:PORT, such as 0.0.0.0:8080.");

    internal static MatrixLibrary Library(string text) =>
        MatrixLibraries.Find(text) ?? throw new PipelineException($"FUSION_MATRICES must be {string.Join(" or ", MatrixLibraries.All)}.");

    private static string Required(string variable, string what) =>
        Text(variable) ?? throw new PipelineException($"The worker knows no {what}: set the environment variable {variable}, or call it as fusion worker --store STORE --queue QUEUE.");

    private static string? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } text ? text : null;

    private static int Number(string variable, int preset, int least, int most) =>
        Text(variable) is not { } text ? preset
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
        : throw new PipelineException($"{variable} must be a whole number from {least} to {most}.");
}
