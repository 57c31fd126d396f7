using System.Numerics;
using FusionFunctions.Merging.Matrices;
using TorchSharp;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Matrices;

/// <summary>Takes matrices to a device and back.</summary>
internal static class DeviceMatrix
{
    // Enough for a GPU to have rows to work on while the next ones are made.
    private const int MostOnTheWay = 4;

    private static uint s_sent;

    /// <summary>Pinned memory, in pieces of powers of two, or a copy on the processor.</summary>
    /// <param name="elements">Of what is sent at once.</param>
    /// <param name="device">Where it is sent.</param>
    public static long BytesOnTheWay(long elements, Device device) => device.type == DeviceType.CUDA
        ? MostOnTheWay * (long)BitOperations.RoundUpToPowerOf2((ulong)elements * sizeof(double))
        : elements * sizeof(double);

    /// <summary>
    /// The first so many rows, which may be overwritten afterwards. A GPU is not waited for, but once in a few times: it fetches them from pinned memory,
    /// of which libtorch takes another piece as long as one is being fetched.
    /// </summary>
    public static Tensor Send(Dense matrix, int rows, Device device)
    {
        if ((long)rows * matrix.Columns == 0)
            return zeros(rows, matrix.Columns, ScalarType.Float64, device);
        using var scope = NewDisposeScope();
        var shared = frombuffer(matrix.Values, ScalarType.Float64, (long)rows * matrix.Columns).view(rows, matrix.Columns);
        if (device.type != DeviceType.CUDA)
            return shared.clone().MoveToOuterDisposeScope();
        var sent = shared.pin_memory().to(device, non_blocking: true).MoveToOuterDisposeScope();
        if (Interlocked.Increment(ref s_sent) % MostOnTheWay == 0)
            cuda.synchronize();
        return sent;
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
