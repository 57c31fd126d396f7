using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Matrices;

namespace FusionFunctions.Compute;

/// <summary>
/// How much of the machine the work may use. But for the device and the library of matrices, whose sums may differ in the last bits, none of it changes a result.
/// </summary>
public sealed record ComputeOptions
{
    private const int GpuBatchTokens = 32 * 1024;

    /// <summary>Where models answer, and where matrices are multiplied and decomposed for a merge, see <see cref="ComputeDevice.Choose"/>.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Null is libtorch on a GPU and managed code on a processor.</summary>
    public MatrixLibrary? Matrices { get; init; }

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

    /// <summary>What suits a device. Measures the processor's cores: call it before anything is computed.</summary>
    /// <param name="device">Where models answer.</param>
    /// <param name="steps">Steps that go on side by side.</param>
    public static ComputeOptions On(ComputeDevice device, int steps) => device.IsProcessor
        ? new() { Device = device.Type, Lanes = TorchThreads.Share(steps) }
        : new() { Device = device.Type, BatchTokens = GpuBatchTokens };
}
