using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Matrices;

namespace FusionFunctions.Cli.Run;

/// <summary>What a process that merges or evaluates computes with; null leaves it to the machine.</summary>
/// <param name="Device">Where models run, see <see cref="ComputeDevice.Choose"/>.</param>
/// <param name="Matrices">With what spectral methods compute.</param>
internal sealed record ComputeChoice(string? Device = null, MatrixLibrary? Matrices = null)
{
    public static ComputeChoice None { get; } = new();
}
