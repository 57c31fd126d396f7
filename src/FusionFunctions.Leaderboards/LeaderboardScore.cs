namespace FusionFunctions.Leaderboards;

/// <param name="Value">The task's metric as a fraction; null where it is undefined. Never NaN or infinite: those become null.</param>
/// <param name="Correct">Outputs equal to their target.</param>
/// <param name="Total">Rows evaluated.</param>
/// <param name="Invalid">Outputs that are none of the task's answers.</param>
public sealed record LeaderboardScore(double? Value, int Correct, int Total, int Invalid)
{
    public double? Value { get; init; } = Value is { } value && double.IsFinite(value) ? value : null;

    /// <summary>The metric in percent; for Spearman's rho, rho x 100.</summary>
    public double? Percent => 100 * Value;

    /// <summary>The standard error of <see cref="Value"/> read as a proportion of <see cref="Total"/> rows: sqrt(p (1 - p) / n), a fraction.</summary>
    public double? ProportionStandardError =>
        Value is >= 0 and <= 1 and var p && Total > 0 ? Math.Sqrt(p * (1 - p) / Total) : null;
}
