using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Paths as an experiment file writes them: <c>./base</c>, <c>../base</c>, <c>/data/base</c>, <c>~/base</c>.</summary>
internal static class LocalPath
{
    private const int MaxLength = 1024;

    /// <summary>Whether the text says by its form that it is a path.</summary>
    public static bool IsWritten(string text) =>
        text is "." or ".." or "~" || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)
        || text.StartsWith("~/", StringComparison.Ordinal) || text.StartsWith(@".\", StringComparison.Ordinal)
        || text.StartsWith(@"..\", StringComparison.Ordinal) || Path.IsPathRooted(text);

    /// <summary>The full path. Relative ones start at the experiment's folder.</summary>
    public static string Resolve(string text, string? folder, Place place)
    {
        if (folder is null)
            throw place.Error(
                $"the local path '{Shown.Short(text)}' cannot be reached where this experiment runs",
                "name a hub repository or a blob address");
        if (text.Length is 0 or > MaxLength || text.Any(char.IsControl))
            throw place.Error(
                $"'{Shown.Short(text)}' is no path", $"write ./ and the path from the experiment's folder, up to {MaxLength} characters");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string expanded = text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? home + text[1..] : text;
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(expanded, Path.GetFullPath(folder)));
    }
}
