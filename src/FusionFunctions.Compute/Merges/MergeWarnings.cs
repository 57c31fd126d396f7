using FusionFunctions.Checkpoints;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Compute.Merges;

/// <summary>What users are told of a merge that was made all the same.</summary>
internal static class MergeWarnings
{
    /// <param name="first">The model whose configuration merged checkpoints get.</param>
    /// <param name="leftOut">Names of tensors that the models do not share.</param>
    public static IEnumerable<string> Of(OpenModel first, IReadOnlyList<string> leftOut)
    {
        if (leftOut.Count > 0)
            yield return $"the models are classifiers with heads of their own; what they share is merged, without {string.Join(", ", leftOut.Select(Printable.Text))}.";
        if (first.Config is null)
            yield return $"{first.Input.Tensors.Name} has no {ModelFiles.Config}, so neither have the merged checkpoints: from_pretrained does not open them.";
    }

    /// <param name="variants">What was merged.</param>
    /// <param name="reports">One for each, in their order.</param>
    public static IEnumerable<string> Of(IReadOnlyList<PlannedVariant> variants, IReadOnlyList<MergeReport> reports)
    {
        foreach (var tensor in reports.SelectMany(report => report.NonFinite).Distinct())
            yield return $"{tensor.Model}: tensor '{Printable.Text(tensor.Tensor)}' holds NaN or infinity; merged checkpoints are damaged in the same places, "
                + "or in the whole tensor where the method looks at it as a whole.";
        foreach (var (variant, report) in variants.Zip(reports))
            if (report.Overflowed is { } tensors)
                yield return $"{variant.Label}: '{Printable.Text(tensors[0])}'{(tensors.Count > 1 ? $" and {tensors.Count - 1} more tensors have" : " has")} "
                    + "values beyond float16, which became infinite; write float32 or bfloat16.";
    }
}
