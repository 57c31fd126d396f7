using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// The name of a tensor in an adapter file: <c>base_model.model.{module}.lora_A.weight</c>; some files name the adapter behind lora_A.
/// </summary>
/// <param name="Module">Such as <c>encoder.block.0.layer.0.SelfAttention.q</c>.</param>
/// <param name="IsA">lora_A of shape [r, in], or lora_B of shape [out, r].</param>
internal sealed partial record AdapterKey(string Module, bool IsA)
{
    /// <returns>Null for any other name.</returns>
    public static AdapterKey? Parse(string name) =>
        Pattern().Match(name) is { Success: true } match ? new(match.Groups["module"].Value, match.Groups["factor"].Value == "A") : null;

    [GeneratedRegex(
        @"^base_model\.model\.(?<module>.+)\.lora_(?<factor>[AB])(\.[^.]+)?\.weight\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
