using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>The tensors that a filter leaves out of a merge.</summary>
internal static class KeptTensors
{
    /// <returns>Their names.</returns>
    /// <exception cref="MergeException">A pattern fits no tensor.</exception>
    public static IReadOnlySet<string> Of(MethodParameters parameters, PoolLayout layout)
    {
        string[] include = [.. parameters.Filter(TensorFilter.Include)], exclude = [.. parameters.Filter(TensorFilter.Exclude)];
        foreach (string pattern in include.Concat(exclude))
            if (!layout.Tensors.Any(tensor => Fits(pattern, tensor.Name, layout)))
                throw new MergeException($"No tensor of the models has a name like '{pattern}'; write its whole name, with * for any characters.");
        return layout.Tensors.Select(tensor => tensor.Name).Where(IsKept).ToHashSet(StringComparer.Ordinal);

        bool IsKept(string name) =>
            (include.Length > 0 && !include.Any(pattern => Fits(pattern, name, layout))) || exclude.Any(pattern => Fits(pattern, name, layout));
    }

    // A tied tensor is meant by each of its names.
    private static bool Fits(string pattern, string name, PoolLayout layout) =>
        layout.Keys[name].Append(name).Any(key => PoolLayout.IsLike(pattern, key));
}
