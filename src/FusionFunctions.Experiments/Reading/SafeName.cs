using System.Text.RegularExpressions;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Reading;

/// <summary>Names that become parts of paths.</summary>
internal static partial class SafeName
{
    /// <summary>Without anchors; means the same in JSON Schema.</summary>
    public const string Pattern = "[A-Za-z0-9_-]([A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?";

    private const string Rule = "use up to 100 letters, digits, '-', '_' and '.', a '.' neither first nor last";

    public static bool IsSafe(string name) => WholeName().IsMatch(name);

    public static string Require(string name, Place place, string what) =>
        IsSafe(name) ? name : throw place.Error($"{what} has the name '{Shown.Short(name)}', which cannot name a folder", Rule);

    [GeneratedRegex($@"\A{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeName();
}
