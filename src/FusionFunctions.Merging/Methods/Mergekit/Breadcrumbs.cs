using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Neither the largest nor the smallest entries of each tensor, then the weighted sum.</summary>
public sealed class Breadcrumbs() : GeneralizedTaskArithmetic(
    "breadcrumbs",
    "Model Breadcrumbs",
    "θ = θ₀ + λ · Σᵢ wᵢ·mid(tᵢ); mid drops the largest and the smallest entries of each tensor.",
    "https://arxiv.org/abs/2312.06795",
    new OutlierSparsification(),
    consensus: false,
    normalize: false,
    rescale: false);
