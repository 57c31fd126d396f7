using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>The merges that singular value calibration may scale back, and what they take.</summary>
internal static class CalibratedMerges
{
    /// <summary>The calibration's own number.</summary>
    public const string Alpha = "alpha";

    /// <summary>The calibration's parameter that names the merge.</summary>
    public const string BaseMethod = "base_method";

    private static readonly MergeMethod[] s_methods =
        [new TaskArithmetic(), new TiesMerging(), new SimpleAverage(), new DareTaskArithmetic(), new IsoC(), new IsoCts(), new TsvM(), new Wudi()];

    public static IReadOnlyList<string> Names { get; } = [.. s_methods.Select(method => method.Description.Name)];

    /// <summary>Each once, whichever of the methods take it.</summary>
    public static IReadOnlyList<ParameterDescription> Parameters { get; } =
    [
        .. s_methods.SelectMany(method => method.Description.Parameters, (method, parameter) => (Method: method.Description, Parameter: parameter))
            .GroupBy(own => NameOf(own.Method, own.Parameter))
            .Select(same => same.First().Parameter with
            {
                Name = same.Key,
                Summary = $"Of {string.Join(", ", same.Select(own => own.Method.Name))}: {same.First().Parameter.Summary}",
                // Entries are trimmed in their order, and those of a merge that is calibrated are asked for more than once.
                Choices = same.First().Parameter.Choices?.Except([TrimScope.PerTensor]).ToArray(),
                Scope = new(BaseMethod, [.. same.Select(own => own.Method.Name)]),
            }),
    ];

    /// <param name="calibration">The method that is asked for.</param>
    /// <param name="given">Its parameters.</param>
    /// <param name="context">What is merged.</param>
    /// <returns>The merge, and whether it gives nothing but the base.</returns>
    /// <exception cref="MergeException">A parameter has a value, and the merge does not take it: a sweep over it would give the same model again and again.</exception>
    public static (PreparedMerge Merge, bool IsBase) Prepare(MethodDescription calibration, MethodParameters given, PreparationContext context)
    {
        var method = s_methods.First(method => method.Description.Name == given.Text(BaseMethod));
        JsonObject values = given.ToJson(), defaults = MethodParameters.Resolve(calibration).ToJson();
        foreach (var other in Parameters.Where(parameter => !parameter.Scope!.Holds(values) && !JsonNode.DeepEquals(values[parameter.Name], defaults[parameter.Name])))
            throw new MergeException($"{calibration.Name}: {method.Description.Name}, which is calibrated, takes no '{other.Name}'; take it out or choose another merge.");
        var own = MethodParameters.Resolve(
            method.Description, method.Description.Parameters.ToDictionary(parameter => parameter.Name, parameter => values[NameOf(method.Description, parameter)]!));
        bool isScaled = method.Description.Parameters.Any(parameter => parameter.Name == ScalingFactor.Description.Name);
        return (method.Prepare(own, context), isScaled && ScalingFactor.Of(own) == 0);
    }

    // What means something else, or has another default, in a method before is told apart by the method's name.
    private static string NameOf(MethodDescription method, ParameterDescription parameter)
    {
        var first = s_methods.SelectMany(method => method.Description.Parameters).First(other => other.Name == parameter.Name);
        return parameter.Name == Alpha || !JsonNode.DeepEquals(parameter.Default, first.Default) ? $"{method.Name}_{parameter.Name}" : parameter.Name;
    }
}
