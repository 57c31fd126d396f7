using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>A random choice that prefers large entries, then the weighted sum.</summary>
public sealed class DellaLinear() : GeneralizedTaskArithmetic(
    "della_linear",
    "Linear DELLA",
    "θ = θ₀ + λ · Σᵢ wᵢ·drop(tᵢ); drop prefers small entries of a row and keeps the L1 norm.",
    "https://arxiv.org/abs/2406.11617",
    new DellaSparsification(),
    consensus: false,
    normalize: false,
    rescale: true);
