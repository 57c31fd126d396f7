namespace FusionFunctions.Experiments.Suggestions;

/// <summary>The remedy for a name that does not exist: the nearest one that does, or all there are.</summary>
internal static class Suggestion
{
    private const int MaxLength = 64;
    private const int MaxListed = 12;

    /// <param name="what">How the valid names are introduced: <c>the methods are</c>.</param>
    public static string For(string given, IReadOnlyList<string> valid, string what) =>
        Nearest(given, valid) is { } nearest ? $"did you mean '{nearest}'?"
        : valid.Count > MaxListed ? $"{what} {string.Join(", ", valid.Take(MaxListed))} and {valid.Count - MaxListed} more"
        : $"{what} {string.Join(", ", valid)}";

    /// <summary>Up to one mistake for every four characters; else the longest name that is part of it, or the first of which it is part. Case does not count.</summary>
    public static string? Nearest(string given, IReadOnlyList<string> valid)
    {
        if (given.Length is 0 or > MaxLength)
            return null;
        string lower = given.ToLowerInvariant();
        var near = valid
            .Select(name => (Name: name, Distance: EditDistance.Between(lower, name.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault(candidate => candidate.Distance <= (Math.Min(given.Length, candidate.Name.Length) + 2) / 4);
        return near.Name
            ?? valid.Where(name => IsPart(name.ToLowerInvariant(), lower)).MaxBy(name => name.Length)
            ?? valid.FirstOrDefault(name => IsPart(lower, name.ToLowerInvariant()));
    }

    private static bool IsPart(string part, string whole) => part.Length > 2 && whole.Contains(part, StringComparison.Ordinal);
}
