using System.Text.Json.Serialization;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>A rule of a parameter that no tensor's name fits, as where the file was written for another architecture; mergekit passes it over, too.</summary>
/// <param name="Parameter">Whose rule.</param>
/// <param name="Filter">The part of a name that it asks for.</param>
/// <param name="Modules">Some of the parts that names have, the likest first.</param>
/// <param name="Within">The module of a model with encoder and decoder that the rule is for; null for all.</param>
public sealed record UnmatchedFilter(
    string Parameter, string Filter, IReadOnlyList<string> Modules,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Within = null)
{
    private const int MostModules = 6;

    internal static IReadOnlyList<UnmatchedFilter> Of(MethodParameters parameters, PoolLayout layout)
    {
        var unmatched = parameters.TensorRules.Where(one => one.Rule.Filter is not null && !layout.Tensors.Any(tensor => one.Rule.Fits(tensor.Name)))
            .Select(one => (one.Parameter, Filter: one.Rule.Filter!, one.Rule.Module)).Distinct().ToArray();
        return [.. unmatched.Select(one => new UnmatchedFilter(
            one.Parameter, one.Filter, [.. ModulesOf(layout, one.Module).OrderByDescending(module => Likeness(module, one.Filter)).Take(MostModules)], one.Module))];
    }

    private static IEnumerable<string> ModulesOf(PoolLayout layout, string? within) =>
        layout.Tensors.Select(tensor => tensor.Name).Where(name => within is null || SeqToSeqModule.Of(name) == within)
            .SelectMany(ModulesOf).Where(part => !part.All(char.IsAsciiDigit)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    // A name without a module stands for itself.
    private static string[] ModulesOf(string tensor) => tensor.Split('.') is { Length: > 1 } parts ? parts[..^1] : [tensor];

    // Letters that two names begin with, in whatever way they are written: self_attn and SelfAttention have eight.
    private static int Likeness(string module, string filter) => Letters(module).Zip(Letters(filter)).TakeWhile(pair => pair.First == pair.Second).Count();

    private static IEnumerable<char> Letters(string name) => name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant);
}
