using FusionFunctions.Merging.Matrices;
using TorchSharp;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Matrices;

/// <summary>Takes matrices to a device and back.</summary>
internal static class DeviceMatrix
{
    /// <summary>
    /// The first so many rows, which may be overwritten afterwards. A GPU is not waited for: it fetches them from pinned memory, of which libtorch
    /// takes another piece as long as one is being fetched.
    /// </summary>
    public static Tensor Send(Dense matrix, int rows, Device device)
    {
        if ((long)rows * matrix.Columns == 0)
            return zeros(rows, matrix.Columns, ScalarType.Float64, device);
        using var scope = NewDisposeScope();
        var shared = frombuffer(matrix.Values, ScalarType.Float64, (long)rows * matrix.Columns).view(rows, matrix.Columns);
        var sent = device.type == DeviceType.CUDA ? shared.pin_memory().to(device, non_blocking: true) : shared.clone();
        return sent.MoveToOuterDisposeScope();
    }

    /// <summary>Waits until it is computed.</summary>
    public static Dense Fetch(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var host = matrix.cpu().contiguous();
        var result = new Dense((int)host.shape[0], (int)host.shape[1]);
        if (result.Values.Length > 0)
            host.data<double>().CopyTo(result.Values);
        return result;
    }
}
