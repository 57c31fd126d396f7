using FusionFunctions.Checkpoints.Adapters;

namespace FusionFunctions.Checkpoints.Inspection;

/// <summary>What a LoRA adapter changes, and how much.</summary>
/// <param name="BaseModel">Where the adapter says it was trained, or null.</param>
/// <param name="Ranks">r; several where modules differ, ascending.</param>
/// <param name="Alpha">The config's lora_alpha.</param>
/// <param name="Scalings">What the products of factors are multiplied with, α/r or α/√r; several where modules differ, ascending.</param>
/// <param name="Targets">The last part of the changed modules' names, such as q and v; ordinal.</param>
/// <param name="Tensors">How many weights it changes.</param>
/// <param name="Parameters">Elements of its factors.</param>
public sealed record AdapterSummary(
    string? BaseModel,
    IReadOnlyList<int> Ranks,
    double Alpha,
    IReadOnlyList<double> Scalings,
    IReadOnlyList<string> Targets,
    int Tensors,
    long Parameters)
{
    public static AdapterSummary Of(AdapterFolder adapter) => new(
        adapter.BaseModel is { } name ? Printable.Text(name) : null,
        [.. adapter.Pairs.Select(pair => pair.Rank).Distinct().Order()],
        adapter.Config.Alpha,
        [.. adapter.Pairs.Select(pair => (double)adapter.Config.ScalingOf(pair.Module)).Distinct().Order()],
        [.. adapter.Pairs.Select(pair => Printable.Text(ModulePath.LastPart(pair.Module))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        adapter.Pairs.Count,
        adapter.Pairs.Sum(pair => pair.A.ElementCount + pair.B.ElementCount));
}
