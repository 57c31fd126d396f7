using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>The largest entries of each tensor, then an election of signs by weight.</summary>
public sealed class Ties() : GeneralizedTaskArithmetic(
    "ties",
    "TIES",
    "θ = θ₀ + λ · Σ wᵢ·top(tᵢ) over the models that have the sign of the sum, divided by their weights.",
    "https://arxiv.org/abs/2306.01708",
    new MagnitudeSparsification(),
    consensus: true,
    normalize: true,
    rescale: false);
