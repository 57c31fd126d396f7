using FusionFunctions.Compute;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Matrices;
using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Cli.Run;

/// <summary>What a process that merges or evaluates computes with; null leaves it to the machine.</summary>
/// <param name="Device">Where models run, see <see cref="ComputeDevice.Choose"/>.</param>
/// <param name="Matrices">What multiplies and decomposes matrices.</param>
internal sealed record ComputeChoice(string? Device = null, MatrixLibrary? Matrices = null)
{
    public static ComputeChoice None { get; } = new();

    /// <summary>A GPU where there is one, if nothing was chosen.</summary>
    public string DeviceOrAuto => Device ?? ComputeDevice.Auto;

    /// <summary>For a process that computes with matrices alone: a GPU that is not there is told before anything is fetched, even where none would be needed.</summary>
    public void BeginMatrices()
    {
        if (Device == ComputeDevice.Cuda)
            ComputeDevice.Choose(ComputeDevice.Cuda);
        if (Matrices == MatrixLibrary.LibTorch)
            TorchThreads.LeaveToCallers();
    }

    public Lazy<MatrixMath> OpenMatrices() => MatrixLibraries.Open(Matrices, DeviceOrAuto);
}
