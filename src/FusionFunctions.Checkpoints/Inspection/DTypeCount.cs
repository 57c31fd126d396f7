using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Inspection;

/// <summary>How much of a model is stored in one element type.</summary>
/// <param name="Elements">Tied tensors count once.</param>
public sealed record DTypeCount(TensorDType DType, int Tensors, long Elements);
