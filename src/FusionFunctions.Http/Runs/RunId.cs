using System.Text.RegularExpressions;

namespace FusionFunctions.Http.Runs;

/// <summary>A run's name as a caller writes it into an address: what is no such name must not become part of a path.</summary>
public static partial class RunId
{
    public static bool IsValid(string text) => Name().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9_-]([A-Za-z0-9_.-]{0,148}[A-Za-z0-9_-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
