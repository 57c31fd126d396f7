using System.Numerics.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>λ, by which a merged task vector is scaled before it is added to the base.</summary>
internal static class ScalingFactor
{
    private const string Name = "scaling_factor";

    public static ParameterDescription Description { get; } =
        new(Name, ParameterType.Number, 0.3, "λ: scales the merged task vector; 0 gives back the base.", -MaxMagnitude, MaxMagnitude);

    // Beyond it a float32 weight of ordinary size would overflow.
    private const double MaxMagnitude = 1e6;

    /// <summary>Rounded to float32 once, as PyTorch rounds a scalar that meets a float32 tensor.</summary>
    public static float Of(MethodParameters parameters) => (float)parameters.Number(Name);

    /// <summary>θ₀ + λ · t, without fusing the two operations. A λ of 0 gives back θ₀ bit for bit.</summary>
    public static void Apply(float lambda, ReadOnlySpan<float> pretrained, ReadOnlySpan<float> vector, Span<float> result)
    {
        if (lambda == 0)
            pretrained.CopyTo(result);
        else
            TensorPrimitives.MultiplyAdd(vector, lambda, pretrained, result);
    }
}
