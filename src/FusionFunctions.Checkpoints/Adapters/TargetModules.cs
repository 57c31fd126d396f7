namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>Which modules an adapter changes: a regular expression for the whole name, or a list of names that modules end in.</summary>
/// <param name="Pattern">Null for a list.</param>
/// <param name="Names">Null for an expression; both are null where the config does not say.</param>
/// <param name="IsComplete">Whether every module that matches is changed; not so where the config leaves some out by other means.</param>
internal sealed record TargetModules(ModulePattern? Pattern, IReadOnlyList<string>? Names, bool IsComplete)
{
    public bool Contains(string module) =>
        Pattern?.IsMatch(module) ?? Names?.Any(name => module == name || module.EndsWith($".{name}", StringComparison.Ordinal)) ?? true;

    public bool IsKnown => Pattern is not null || Names is not null;
}
