using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>What the spectral methods have in common.</summary>
internal static class SpectralParameters
{
    public static ParameterDescription ExcludeKeys { get; } = new(
        "exclude_keys", ParameterType.TextList, new JsonArray(), "State-dict keys, * for any characters, of matrices that are averaged like all other tensors.");

    /// <param name="squares">How many matrices of the shorter side a study keeps.</param>
    public static PreparedMerge Prepare(
        string method, MethodParameters parameters, PreparationContext context, int squares, Func<MatrixForm, MatrixStudy> start, float lambda, bool transposable = true)
    {
        var excluded = context.Layout.TensorsOfKeys(method, ExcludeKeys.Name, parameters.TextList(ExcludeKeys.Name));
        if (lambda == 0)
            return PreparedMerge.Base;
        var analysis = new MatrixAnalysis(context.Matrices, transposable, squares, context.Layout.Pool.Models.Count, ofMerge: false, excluded, start);
        return PreparedMerge.OfTensors(analysis, (in slice, study, result) => study.Merge(slice, lambda, result));
    }
}
