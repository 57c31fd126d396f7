using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// What <c>rank_pattern</c> lists. PEFT takes the first entry that, as a regular expression, a module's path is or ends in after a dot; paths go first to
/// last from the longest on, so that one that ends as another does is met before it.
/// </summary>
internal static partial class RankPattern
{
    /// <param name="modules">Paths of changed modules with their ranks.</param>
    /// <param name="rank">r, of all modules that no entry means.</param>
    /// <returns>Entries for those with another rank, and for those that would be taken for one of them.</returns>
    public static IReadOnlyList<(string Pattern, int Rank)> Of(IReadOnlyList<(string Module, int Rank)> modules, int rank)
    {
        string[] others = [.. modules.Where(module => module.Rank != rank).Select(module => module.Module)];
        return [.. modules
            .Where(module => module.Rank != rank || others.Any(other => module.Module.EndsWith($".{other}", StringComparison.Ordinal)))
            .OrderByDescending(module => module.Module.Length).ThenBy(module => module.Module, StringComparer.Ordinal)
            .Select(module => (Plain().IsMatch(module.Module) ? module.Module : Regex.Escape(module.Module), module.Rank))];
    }

    // As PEFT and others write it; some look such a path up as it is.
    [GeneratedRegex(@"^[A-Za-z0-9_.-]+\z")]
    private static partial Regex Plain();
}
