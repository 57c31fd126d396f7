using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Neither the largest nor the smallest entries of each tensor, then an election of signs by weight.</summary>
public sealed class BreadcrumbsTies() : GeneralizedTaskArithmetic(
    "breadcrumbs_ties",
    "Model Breadcrumbs with TIES",
    "θ = θ₀ + λ · Σ wᵢ·mid(tᵢ) over the models that have the sign of the sum; mid drops both ends.",
    "https://arxiv.org/abs/2312.06795",
    new OutlierSparsification(),
    consensus: true,
    normalize: false,
    rescale: false);
