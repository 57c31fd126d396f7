using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>The merges that singular value calibration may scale back, and what they take.</summary>
internal static class CalibratedMerges
{
    /// <summary>The calibration's own parameter.</summary>
    public const string Alpha = "alpha";

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
        var names = method.Description.Parameters.ToDictionary(parameter => parameter.Name, parameter => NameOf(method.Description, parameter));
        foreach (var other in Parameters.Where(parameter => !names.ContainsValue(parameter.Name)))
            if (!JsonNode.DeepEquals(values[other.Name], defaults[other.Name]))
                throw new MergeException($"{calibration.Name}: {name}, which is calibrated, takes no '{other.Name}'; take it out or choose another merge.");
        var own = MethodParameters.Resolve(method.Description, names.ToDictionary(parameter => parameter.Key, parameter => values[parameter.Value]!));
        return (method.Prepare(own, context), names.ContainsKey(ScalingFactor.Description.Name) && ScalingFactor.Of(own) == 0);
    }

    // What means something else, or has another default, in a method before is told apart by the method's name.
    private static string NameOf(MethodDescription method, ParameterDescription parameter)
    {
        var first = s_methods.SelectMany(method => method.Description.Parameters).First(other => other.Name == parameter.Name);
        return parameter.Name == Alpha || !JsonNode.DeepEquals(parameter.Default, first.Default) ? $"{method.Name}_{parameter.Name}" : parameter.Name;
    }
}
