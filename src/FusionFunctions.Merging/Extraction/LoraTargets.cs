using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Merging.Extraction;

/// <summary>The modules that an extracted adapter changes.</summary>
internal static class LoraTargets
{
    private const string Suffix = ".weight";

    /// <summary>The last part of a module's path.</summary>
    public static string NameOf(TensorInfo tensor) => ModulePath.LastPart(ModuleOf(tensor));

    /// <summary>The module's path.</summary>
    public static string ModuleOf(TensorInfo tensor) => tensor.Name[..^Suffix.Length];

    /// <param name="layout">Of the base and the fine-tuned model.</param>
    /// <param name="names">Names of modules; none means every linear layer that is no embedding.</param>
    /// <exception cref="MergeException">A name fits no matrix.</exception>
    public static IReadOnlyList<TensorInfo> Of(PoolLayout layout, IReadOnlyList<string> names)
    {
        TensorInfo[] matrices = [.. layout.Tensors.Where(tensor => IsMatrix(tensor) && layout.Keys[tensor.Name].Count() == 1)];
        string[] known = [.. matrices.Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new MergeException($"No linear layer is called '{unknown}'; the models have {string.Join(", ", known)}.");
        TensorInfo[] targets = [.. matrices.Where(tensor => (names.Count == 0 ? known : names).Contains(NameOf(tensor)))];
        if (targets.Length == 0)
            throw new MergeException("The models have no linear layers that an adapter could change.");
        return targets;
    }

    // Of embeddings PEFT keeps the factors in another form.
    private static bool IsMatrix(TensorInfo tensor) =>
        tensor.Shape.Count == 2 && tensor.ElementCount > 0 && tensor.DType.IsFloat() && tensor.Name.EndsWith(Suffix, StringComparison.Ordinal) && !Embeddings.Is(tensor.Name);
}
