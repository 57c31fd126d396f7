using System.Globalization;

namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>A shape as PyTorch prints it.</summary>
public static class ShapeText
{
    /// <returns>Such as <c>[32128, 768]</c>.</returns>
    public static string Of(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
