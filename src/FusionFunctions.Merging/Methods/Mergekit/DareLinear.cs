using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>A random choice of each task vector, then their weighted sum.</summary>
public sealed class DareLinear() : GeneralizedTaskArithmetic(
    "dare_linear",
    "Linear DARE",
    "θ = θ₀ + λ · Σᵢ wᵢ·drop(tᵢ); drop zeroes entries at random and keeps the L1 norm.",
    "https://arxiv.org/abs/2311.03099",
    new RandomSparsification(),
    consensus: false,
    normalize: false,
    rescale: true);
