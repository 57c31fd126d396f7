using FusionFunctions.Merging.Matrices;
using static TorchSharp.torch;

namespace FusionFunctions.Compute.Matrices;

/// <summary>Adds up on the device.</summary>
internal sealed class TorchProductSum(int height, int width, Device device) : ProductSum
{
    private Tensor? _sum;

    public override void Add(Dense a, Dense b, int rows)
    {
        using var scope = NewDisposeScope();
        var left = DeviceMatrix.Send(a, rows, device);
        var right = ReferenceEquals(a, b) ? left : DeviceMatrix.Send(b, rows, device);
        _sum ??= Zeros().DetachFromDisposeScope();
        _sum.addmm_(left.t(), right);
    }

    protected override Dense Take()
    {
        using var scope = NewDisposeScope();
        var total = DeviceMatrix.Fetch(_sum ?? Zeros());
        Dispose();
        return total;
    }

    public override void Dispose()
    {
        _sum?.Dispose();
        _sum = null;
        base.Dispose();
    }

    private Tensor Zeros() => zeros(height, width, ScalarType.Float64, device);
}
