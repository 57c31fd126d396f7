using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>θ = θ₀ + λ · Σᵢ wᵢ·sparse(tᵢ), with or without an election of signs: mergekit's frame for many methods.</summary>
public abstract class GeneralizedTaskArithmetic : MergeMethod
{
    private readonly Sparsification _sparsification;
    private readonly bool _consensus;

    private protected GeneralizedTaskArithmetic(
        string name, string title, string summary, string source, Sparsification sparsification, bool consensus, bool normalize, bool? rescale)
    {
        (_sparsification, _consensus) = (sparsification, consensus);
        Description = new(
            $"mergekit/{name}",
            $"mergekit {title}",
            summary,
            source,
            NeedsPretrained: true,
            [
                ModelWeights.Description("weight") with { CoversEveryTensor = true },
                .. sparsification.Parameters,
                new("normalize", ParameterType.Boolean, normalize, "Divides by the sum of the weights that count."),
                .. rescale is { } norm
                    ? [new ParameterDescription("rescale", ParameterType.Boolean, norm, "Gives each thinned task vector the L1 norm that it had before.")]
                    : Enumerable.Empty<ParameterDescription>(),
                ScalingFactor.Description with { Name = "lambda", Default = 1 },
            ]);
    }

    public override MethodDescription Description { get; }

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float lambda = (float)parameters.Number("lambda");
        if (lambda == 0)
            return PreparedMerge.Base;
        var weights = ModelWeights.Factors(Description.Name, parameters.PerModel("weight", context.Layout.Pool.Models.Count));
        bool rescale = Description.Parameters.Any(parameter => parameter.Name == "rescale") && parameters.Boolean("rescale");
        var mix = new SignConsensus(weights, _consensus, parameters.Boolean("normalize"), lambda);
        var analysis = new SparseAnalysis(_sparsification, _sparsification.Bind(Description.Name, parameters, context), weights.Length, rescale);
        return PreparedMerge.OfTensors(analysis, (in slice, study, result) => study.Merge(slice, mix, result));
    }
}
