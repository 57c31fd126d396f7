using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;

namespace FusionFunctions.Pipeline.Merges;

/// <summary>What users are told of merges that were made all the same, by this run or an earlier one.</summary>
public static class MergeWarnings
{
    /// <param name="command">What was asked for.</param>
    /// <param name="merged">One for each of its variants, in their order.</param>
    /// <exception cref="CheckpointException">A record is damaged.</exception>
    public static IReadOnlyList<string> Of(MergeCommand command, IReadOnlyList<MergedCheckpoint> merged)
    {
        MergeTroubles[] troubles = [.. merged.Select(MergeTroubles.Of)];
        return [.. OfPool(command, merged, troubles).Concat(OfFilters(command, troubles)).Concat(OfModels(troubles)).Distinct(), .. OfVariants(command, troubles)];
    }

    private static IEnumerable<string> OfPool(MergeCommand command, IReadOnlyList<MergedCheckpoint> merged, IEnumerable<MergeTroubles> troubles)
    {
        foreach (var leftOut in troubles.Select(trouble => trouble.LeftOut).OfType<IReadOnlyList<string>>())
            yield return $"the models are classifiers with heads of their own; what they share is merged, without {string.Join(", ", leftOut.Select(Printable.Text))}.";
        if (merged.FirstOrDefault(checkpoint => checkpoint.Files.All(file => file.Name != ModelFiles.Config)) is { } bare)
            yield return $"{FirstOf(command, bare).Checkpoint.Folder} has no {ModelFiles.Config}, so neither have the merged checkpoints: from_pretrained does not open them.";
    }

    // Merged checkpoints get the configuration of the first model that their method reads.
    private static ModelReference FirstOf(MergeCommand command, MergedCheckpoint merged)
    {
        string? name = merged.Recipe["inputs"] is JsonArray inputs && inputs.FirstOrDefault() is JsonObject first ? first["name"]?.ToString() : null;
        return command.Pool.FirstOrDefault(model => model.Name == name) ?? command.Pool[0];
    }

    private static IEnumerable<string> OfFilters(MergeCommand command, IEnumerable<MergeTroubles> troubles) =>
        troubles.SelectMany(trouble => trouble.UnmatchedFilters ?? []).Select(one =>
        {
            string within = one.Within is null ? "" : $"in the module '{Printable.Text(one.Within)}' ", whose = one.Within is null ? "the models have" : "that module has";
            return $"{command.Method}: no tensor's name {within}has '{Printable.Text(one.Filter)}' in it, so this filter of '{Printable.Text(one.Parameter)}' changes nothing; "
                + $"{whose} {(one.Modules.Count == 0 ? "no tensors" : string.Join(", ", one.Modules.Select(Printable.Text)))}.";
        });

    private static IEnumerable<string> OfModels(IEnumerable<MergeTroubles> troubles) =>
        troubles.SelectMany(trouble => trouble.NonFinite ?? []).Distinct().GroupBy(tensor => tensor.Model, tensor => tensor.Tensor).Select(model =>
            $"{model.Key}: tensor {Names([.. model], "holds", "hold")} NaN or infinity; merged checkpoints are damaged in the same places, "
            + "or in the whole tensor where the method looks at it as a whole.");

    private static IEnumerable<string> OfVariants(MergeCommand command, IEnumerable<MergeTroubles> troubles)
    {
        foreach (var (variant, trouble) in command.Variants.Zip(troubles))
        {
            if (trouble.Overflowed is { Count: > 0 } overflowed)
                yield return $"{variant.Label}: {Names(overflowed, "has", "have")} values beyond float16, which became infinite; write float32 or bfloat16.";
            if (trouble.Rounded is { Count: > 0 } rounded)
                yield return $"{variant.Label}: {Names(rounded, "holds", "hold")} integers beyond 16777216 in which the models differ; "
                    + "they are merged in float32, which rounds them. In an experiment file, exclude keeps them as in the base.";
        }
    }

    private static string Names(IReadOnlyList<string> tensors, string one, string many) => tensors.Count == 1
        ? $"'{Printable.Text(tensors[0])}' {one}"
        : $"'{Printable.Text(tensors[0])}' and {tensors.Count - 1} more {(tensors.Count == 2 ? "tensor" : "tensors")} {many}";
}
