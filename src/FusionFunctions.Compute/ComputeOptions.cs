using FusionFunctions.Compute.Devices;

namespace FusionFunctions.Compute;

/// <summary>
/// How much of the machine the work may use. But for the device, whose sums may differ in the last bits, none of it changes a result.
/// </summary>
public sealed record ComputeOptions
{
    /// <summary>Where models answer: <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Threads of one merge.</summary>
    public int MergeThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes for one merge's buffers.</summary>
    public long MergeMemoryBytes { get; init; } = 1L << 30;

    /// <summary>Loaded models that are kept while nobody uses them.</summary>
    public int IdleModels { get; init; } = 1;

    /// <summary>Tokenized data sets that are kept.</summary>
    public int IdleDatasets { get; init; } = 16;

    /// <summary>Input tokens that an evaluation has in work at one time.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Batches of one evaluation that are answered side by side.</summary>
    public int Lanes { get; init; } = 1;
}
