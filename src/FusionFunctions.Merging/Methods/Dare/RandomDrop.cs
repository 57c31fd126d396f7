using System.Numerics;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Merging.Methods.Dare;

/// <summary>DARE's drop and rescale: an entry becomes 0 with probability p, or else is divided by 1 − p.</summary>
internal sealed class RandomDrop
{
    private readonly string[] _models;
    private readonly long _seed;
    private readonly long _ratioSteps;
    private readonly float _divisor;
    private readonly IReadOnlySet<string>? _only;

    public RandomDrop(MethodParameters parameters, PoolLayout layout)
    {
        _models = [.. layout.Pool.Models.Select(model => model.Name)];
        _seed = (long)parameters.Number("seed");
        double ratio = parameters.Number("sparsity_ratio");
        _ratioSteps = SeededUniform.StepsTo(ratio);
        // Where everything is dropped there is nothing to rescale.
        _divisor = parameters.Boolean("rescale") && ratio < 1 ? (float)(1 - ratio) : 1;
        _only = parameters.Boolean("only_on_linear_weights") ? LinearWeights.Of(layout) : null;
        Text = $"{_seed} {ratio:R} {_divisor:R} {_only is not null}";
    }

    public static IReadOnlyList<ParameterDescription> Parameters { get; } =
    [
        new("sparsity_ratio", ParameterType.Number, 0.5, "p: the fraction of each task vector's entries that is dropped.", 0, 1),
        new("rescale", ParameterType.Boolean, true, "Divides the entries that stay by 1 − p."),
        new("only_on_linear_weights", ParameterType.Boolean, false, "Drops entries of linear layers' weights only; all other tensors take part whole."),
        new("seed", ParameterType.Integer, 0, "Of the random choice, which also depends on the names of tensor and model.", 0, int.MaxValue),
    ];

    /// <summary>Equal for equal drops.</summary>
    public string Text { get; }

    /// <summary>Whether entries of the tensor are dropped.</summary>
    public bool Takes(TensorInfo tensor) => _only is null || _only.Contains(tensor.Name);

    /// <summary>By model.</summary>
    public ulong[] Keys(TensorInfo tensor) => [.. _models.Select(model => SeededUniform.Key(_seed, tensor.Name, model))];

    /// <param name="entries">Of a task vector.</param>
    /// <param name="key">Of the tensor and the model.</param>
    /// <param name="first">The first entry's place in the tensor.</param>
    public Vector<float> Apply(Vector<float> entries, ulong key, long first)
    {
        var kept = SeededUniform.Reaches(key, first, _ratioSteps).As<int, float>() & Vector<float>.One;
        // Multiplied, not selected: a NaN entry stays and shows in the result.
        return entries * kept / _divisor;
    }
}
