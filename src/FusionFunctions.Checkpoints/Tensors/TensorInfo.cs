namespace FusionFunctions.Checkpoints.Tensors;

/// <param name="Name">The key, such as <c>encoder.block.0.layer.0.SelfAttention.q.weight</c>.</param>
/// <param name="DType">The type of the stored elements.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
public sealed record TensorInfo(string Name, TensorDType DType, IReadOnlyList<long> Shape)
{
    public long ElementCount => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
