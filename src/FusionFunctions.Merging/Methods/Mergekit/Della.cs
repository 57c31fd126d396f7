using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>A random choice that prefers large entries, then an election of signs by weight.</summary>
public sealed class Della() : GeneralizedTaskArithmetic(
    "della",
    "DELLA",
    "θ = θ₀ + λ · Σ wᵢ·drop(tᵢ) over the models that have the sign of the sum; drop prefers small entries of a row.",
    "https://arxiv.org/abs/2406.11617",
    new DellaSparsification(),
    consensus: true,
    normalize: true,
    rescale: true);
