using System.Globalization;

namespace FusionFunctions.Leaderboards.Tables;

/// <param name="Text">Plain text, not escaped for any format.</param>
/// <param name="IsBold">Whether the cell stands out, for the reason its table gives.</param>
public sealed record LeaderboardCell(string Text, bool IsBold = false)
{
    public const string NotAvailable = "n/a";

    /// <summary>Whether <see cref="Number"/> is what the text shows.</summary>
    public bool IsNumber { get; private init; }

    /// <summary>In full; null where it is not defined.</summary>
    public double? Number { get; private init; }

    public static LeaderboardCell Empty { get; } = new("");

    /// <summary>A percentage as every table shows it: one decimal, or n/a.</summary>
    public static LeaderboardCell OfPercent(double? percent) =>
        new(percent?.ToString("F1", CultureInfo.InvariantCulture) ?? NotAvailable) { IsNumber = true, Number = percent };

    /// <summary>A parameter as the page writes it: 0.0 and 1.0, not 0 and 1.</summary>
    public static LeaderboardCell OfFactor(double factor) =>
        new(factor.ToString(double.IsInteger(factor) ? "0.0" : "R", CultureInfo.InvariantCulture)) { IsNumber = true, Number = factor };

    /// <summary>Makes the cell bold where it reads like the column's best percentage: what prints alike ties.</summary>
    public LeaderboardCell BoldIfBest(double? best) => best is null ? this : this with { IsBold = Text == OfPercent(best).Text };
}
