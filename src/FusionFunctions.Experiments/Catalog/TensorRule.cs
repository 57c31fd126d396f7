using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>A rule of a <see cref="TensorSetting"/>: which tensors it is for, and what they get.</summary>
/// <param name="Filter">A part of their names; null for any.</param>
/// <param name="Values">One, or several as a gradient over the layers.</param>
/// <param name="Module">The module that they are in, one of <see cref="SeqToSeqModule"/>; null for any.</param>
public sealed record TensorRule(string? Filter, IReadOnlyList<JsonNode> Values, string? Module = null)
{
    public bool Fits(string tensor) =>
        (Module is null || SeqToSeqModule.Of(tensor) == Module) && (Filter is null || tensor.Contains(Filter, StringComparison.Ordinal));
}
