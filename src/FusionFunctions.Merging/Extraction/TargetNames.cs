using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Extraction;

/// <summary>
/// What <c>target_modules</c> lists. PEFT takes every module whose path is an entry, or ends in a dot and an entry: the last part of a path where
/// that means changed modules alone, else the path.
/// </summary>
internal static class TargetNames
{
    /// <param name="layout">Of the base and the fine-tuned model.</param>
    /// <param name="targets">The changed weights.</param>
    /// <param name="moreKeys">State-dict keys that the base has besides.</param>
    /// <returns>Ordinal.</returns>
    /// <exception cref="MergeException">A module's path means another module, too.</exception>
    public static IReadOnlyList<string> Of(PoolLayout layout, IReadOnlyList<TensorInfo> targets, IEnumerable<string> moreKeys)
    {
        string[] paths = [.. targets.Select(LoraTargets.ModuleOf)];
        string[] others = [.. layout.Tensors.SelectMany(tensor => layout.Keys[tensor.Name]).Concat(moreKeys).SelectMany(Modules).Distinct(StringComparer.Ordinal).Except(paths)];
        var meant = others.Select(ModulePath.LastPart).ToHashSet(StringComparer.Ordinal);
        if (paths.Where(path => meant.Contains(ModulePath.LastPart(path))).FirstOrDefault(path => others.Any(other => other.EndsWith($".{path}", StringComparison.Ordinal))) is { } unclear)
            throw new MergeException($"'{unclear}' is a linear layer that an adapter's target_modules cannot tell from other modules whose names end so. Name others with --targets.");
        return [.. paths.Select(path => meant.Contains(ModulePath.LastPart(path)) ? path : ModulePath.LastPart(path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    // All that a key is in: a layer, what holds it, and so on.
    private static IEnumerable<string> Modules(string key)
    {
        for (int end = key.LastIndexOf('.'); end > 0; end = key.LastIndexOf('.', end - 1))
            yield return key[..end];
    }
}
