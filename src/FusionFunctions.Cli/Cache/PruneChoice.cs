using System.Globalization;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Experiments;

namespace FusionFunctions.Cli.Cache;

/// <summary>Which commits go.</summary>
/// <param name="Text">For messages: <c>google/flan-t5-base</c>.</param>
/// <param name="Selects">Whether a commit is one of them.</param>
/// <param name="IsByName">Whether finding none means that the name is wrong.</param>
internal sealed record PruneChoice(string Text, Func<CacheEntry, bool> Selects, bool IsByName = false)
{
    private const int LeastDigits = 4;

    /// <exception cref="ExperimentException">Not exactly one choice, or a name that is none.</exception>
    public static PruneChoice Of(string? name, int? olderThanDays, bool all, DateTimeOffset now) => (name, olderThanDays, all) switch
    {
        ({ } text, null, false) => Named(text),
        (null, { } days, false) => new(
            string.Create(CultureInfo.InvariantCulture, $"older than {days} days"), entry => entry.LastFetched < now.AddDays(-days)),
        (null, null, true) => new("all", _ => true),
        _ => throw new ExperimentException("say what to prune: one of NAME[@COMMIT], --older-than DAYS and --all."),
    };

    private static PruneChoice Named(string text)
    {
        string[] parts = text.Split('@', 2);
        string commit = parts.Length == 2 ? parts[1].ToLowerInvariant() : "";
        if (parts.Length == 2 && (commit.Length < LeastDigits || !commit.All(char.IsAsciiHexDigit)))
            throw new ExperimentException($"after '@' stands a commit, {LeastDigits} hexadecimal digits or more, as 'fusion cache list' shows it.");
        return new(
            text,
            entry => entry.Repository.Name == parts[0] && entry.Commit.StartsWith(commit, StringComparison.Ordinal),
            IsByName: true);
    }
}
