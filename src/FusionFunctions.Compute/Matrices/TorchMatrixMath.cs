using System.Runtime.InteropServices;
using FusionFunctions.Merging.Matrices;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Matrices;

/// <summary>
/// Products and decompositions by libtorch, in double: sums and factors stay on the device, rows are sent while it still computes with those before.
/// Equal matrices give equal bits on one kind of device, and differ from other kinds' by rounding.
/// </summary>
/// <param name="device">Where.</param>
internal sealed class TorchMatrixMath(Device device) : MatrixMath
{
    // How libtorch begins what it says of a decomposition that failed.
    private const string DecompositionFailed = "linalg.eigh";

    public override string Device => device.type.ToString().ToLowerInvariant();

    // Enough work for a GPU; eight models' rows of 768 in double take 50 MB.
    public override int RowsAtOnce => 1024;

    public override long BytesOnTheWay(int rows, int columns) => DeviceMatrix.BytesOnTheWay((long)rows * columns, device);

    public override ProductSum SumOf(int rows, int columns) => new TorchProductSum(rows, columns, device);

    public override RightFactor Hold(Dense matrix) => new TorchRightFactor(matrix, device);

    /// <summary>Decomposes something small, for which libtorch loads all that larger ones need.</summary>
    public void Load() => Decompose(new Dense(1, 1));

    protected override (double[] Values, Dense Vectors) Decompose(Dense symmetric)
    {
        using var scope = NewDisposeScope();
        try
        {
            var (values, vectors) = linalg.eigh(DeviceMatrix.Send(symmetric, symmetric.Rows, device));
            return (DeviceMatrix.Fetch(values.view(1, -1)).Values, DeviceMatrix.Fetch(vectors));
        }
        catch (ExternalException error) when (error.Message.StartsWith(DecompositionFailed, StringComparison.Ordinal))
        {
            throw new SpectrumException(error);
        }
    }
}
