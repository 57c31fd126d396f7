using System.Globalization;

namespace FusionFunctions.Cli.Display;

/// <summary>A number with what it counts.</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="what">One of them, such as <c>checkpoint</c>.</param>
    public static string Text(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
