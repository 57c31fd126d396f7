using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>θ = θ₀ + λ · Σᵢ wᵢ·tᵢ, optionally divided by Σᵢ wᵢ.</summary>
public sealed class TaskArithmetic() : GeneralizedTaskArithmetic(
    "task_arithmetic",
    "Task Arithmetic",
    "θ = θ₀ + λ · Σᵢ wᵢ·tᵢ.",
    "https://arxiv.org/abs/2212.04089",
    Sparsification.None,
    consensus: false,
    normalize: false,
    rescale: null);
