using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>A random choice of each task vector, then an election of signs by weight.</summary>
public sealed class DareTies() : GeneralizedTaskArithmetic(
    "dare_ties",
    "DARE TIES",
    "θ = θ₀ + λ · Σ wᵢ·drop(tᵢ) over the models that have the sign of the sum.",
    "https://arxiv.org/abs/2311.03099",
    new RandomSparsification(),
    consensus: true,
    normalize: false,
    rescale: true);
