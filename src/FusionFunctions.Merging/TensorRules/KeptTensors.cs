using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>The tensors that a filter leaves out of a merge.</summary>
internal static class KeptTensors
{
    /// <returns>Their names.</returns>
    /// <exception cref="MergeException">A pattern fits no tensor.</exception>
    public static IReadOnlySet<string> Of(string method, MethodParameters parameters, PoolLayout layout)
    {
        string[] include = [.. parameters.Filter(TensorFilter.Include)], exclude = [.. parameters.Filter(TensorFilter.Exclude)];
        Require(method, TensorFilter.Include, include, layout);
        Require(method, TensorFilter.Exclude, exclude, layout);
        return layout.Tensors.Select(tensor => tensor.Name).Where(IsKept).ToHashSet(StringComparer.Ordinal);

        bool IsKept(string name) =>
            (include.Length > 0 && !include.Any(pattern => Fits(pattern, name, layout))) || exclude.Any(pattern => Fits(pattern, name, layout));
    }

    private static void Require(string method, string filter, string[] patterns, PoolLayout layout)
    {
        foreach (string pattern in patterns)
            if (!layout.Tensors.Any(tensor => Fits(pattern, tensor.Name, layout)))
                throw new MergeException(
                    $"{method}: {filter} names '{pattern}', and no tensor of the models has a name like that; write its whole name, with * for any characters.");
    }

    // A tied tensor is meant by each of its names.
    private static bool Fits(string pattern, string name, PoolLayout layout) =>
        layout.Keys[name].Append(name).Any(key => KeyPattern.Fits(pattern, key));
}
