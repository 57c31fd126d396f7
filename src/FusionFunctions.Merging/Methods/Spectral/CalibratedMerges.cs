using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>The merges that singular value calibration may scale back, and what they take.</summary>
internal static class CalibratedMerges
{
    private static readonly MergeMethod[] s_methods = [new TaskArithmetic(), new TiesMerging(), new SimpleAverage(), new DareTaskArithmetic()];

    public static IReadOnlyList<string> Names { get; } = [.. s_methods.Select(method => method.Description.Name)];

    /// <summary>Each once, whichever of the methods take it.</summary>
    public static IReadOnlyList<ParameterDescription> Parameters { get; } =
    [
        .. s_methods.SelectMany(method => method.Description.Parameters).DistinctBy(parameter => parameter.Name).Select(parameter => parameter with
        {
            Summary = $"Of {string.Join(", ", s_methods.Where(method => Takes(method, parameter.Name)).Select(method => method.Description.Name))}: {parameter.Summary}",
            // A merge that has to know each tensor first cannot be part of one that has to know the result first.
            Choices = parameter.Choices?.Except([TrimScope.PerTensor]).ToArray(),
        }),
    ];

    /// <param name="calibration">The method that is asked for.</param>
    /// <param name="name">The merge's.</param>
    /// <param name="given">The calibration's parameters.</param>
    /// <param name="context">What is merged.</param>
    /// <returns>The merge, and whether it gives nothing but the base.</returns>
    /// <exception cref="MergeException">A parameter has a value, and the merge does not take it: a sweep over it would give the same model again and again.</exception>
    public static (PreparedMerge Merge, bool IsBase) Prepare(MethodDescription calibration, string name, MethodParameters given, PreparationContext context)
    {
        var method = s_methods.First(method => method.Description.Name == name);
        JsonObject values = given.ToJson(), defaults = MethodParameters.Resolve(calibration).ToJson();
        foreach (var other in Parameters.Where(parameter => !Takes(method, parameter.Name)))
            if (!JsonNode.DeepEquals(values[other.Name], defaults[other.Name]))
                throw new MergeException($"{calibration.Name}: {name}, which is calibrated, takes no '{other.Name}'; take it out or choose another merge.");
        var own = MethodParameters.Resolve(method.Description, values.Where(value => Takes(method, value.Key)).ToDictionary(value => value.Key, value => value.Value!));
        return (method.Prepare(own, context), Takes(method, ScalingFactor.Description.Name) && ScalingFactor.Of(given) == 0);
    }

    private static bool Takes(MergeMethod method, string parameter) => method.Description.Parameters.Any(one => one.Name == parameter);
}
