using FusionFunctions.Merging.Matrices;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Matrices;

/// <summary>Stays on the device; products come back.</summary>
internal sealed class TorchRightFactor(Dense matrix, Device device) : RightFactor(matrix.Columns)
{
    private readonly Tensor _matrix = DeviceMatrix.Send(matrix, matrix.Rows, device);

    public override void AddProduct(Dense a, Dense result)
    {
        using var scope = NewDisposeScope();
        // TorchSharp's matmul ends the process where there is no memory.
        var product = DeviceMatrix.Fetch(DeviceMatrix.Send(a, a.Rows, device).mm(_matrix));
        System.Numerics.Tensors.TensorPrimitives.Add(result.Values, product.Values, result.Values);
    }

    public override void Dispose()
    {
        _matrix.Dispose();
        base.Dispose();
    }
}
