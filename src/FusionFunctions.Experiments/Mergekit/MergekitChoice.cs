using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Mergekit;

/// <summary>What a file says of a parameter at one place.</summary>
/// <param name="Module">The module whose tensors it is for; null for all.</param>
/// <param name="Value">A value, a gradient, or rules by tensor.</param>
internal sealed record MergekitChoice(string? Module, DocumentNode Value)
{
    /// <summary>Whether some tensors may have to look for their value elsewhere.</summary>
    public bool LeavesTensors => Module is not null || IsOfRules;

    public bool IsOfRules => Value is ListNode { Items: [MappingNode, ..] };
}
