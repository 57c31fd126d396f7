using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Extraction;

/// <summary>How much of one tensor's change an adapter carries.</summary>
/// <param name="Tensor">Of the base.</param>
/// <param name="Rank">Of the factors; 0 for a tensor that the adapter leaves alone.</param>
/// <param name="Norm">‖θ − θ₀‖ of the tensor.</param>
/// <param name="Remainder">The norm of what the adapter does not carry.</param>
public sealed record ExtractedTensor(TensorInfo Tensor, int Rank, double Norm, double Remainder)
{
    /// <summary>‖remainder‖ / ‖change‖: 0 where the adapter carries all of it, 1 where it carries nothing.</summary>
    public double Error => Norm == 0 ? 0 : Remainder / Norm;
}
