namespace FusionFunctions.Leaderboards.Published;

/// <summary>How a measured score stands to the published one.</summary>
/// <param name="Published">In percent.</param>
/// <param name="Measured">In percent.</param>
/// <param name="Counts">Measured less published, where counts are known.</param>
/// <param name="Verdict">In words.</param>
public sealed record PublishedVerdict(double Published, double Measured, int? Counts, string Verdict)
{
    public const string Equal = "equal", WithinTwoCounts = "within 2 counts", WithinStandardError = "within one standard error", Off = "off";
    public const string OtherRows = "not comparable: other rows";

    private const int FewCounts = 2;

    // Half of the last printed digit.
    private const double PrintedPercent = 0.05, PrintedRho = 5e-5;

    public double Points => Measured - Published;

    /// <returns>Null where one of both has no score.</returns>
    public static PublishedVerdict? Of(PublishedRow published, string task, LeaderboardScore? score)
    {
        if (published.PercentOf(task) is not { } percent || score?.Percent is not { } measured)
            return null;
        int rows = PublishedResults.RowsOf(task);
        int? counts = published.Counts?.TryGetValue(task, out int count) == true && score.Total == rows ? score.Correct - count : null;
        return new(percent, measured, counts, score.Total == rows ? Words(published, task, percent, measured, counts, rows) : OtherRows);
    }

    private static string Words(PublishedRow published, string task, double percent, double measured, int? counts, int rows)
    {
        double distance = Math.Abs(measured - percent);
        double printed = counts is not null ? 0 : published.Rho is null ? PrintedPercent : PrintedRho;
        bool isRho = task == PublishedRow.RhoTask;
        if (counts is { } exact ? exact == 0 : distance <= printed + 1e-9)
            return Equal;
        if (!isRho && (counts is { } few ? Math.Abs(few) <= FewCounts : distance <= printed + (100.0 * FewCounts / rows)))
            return WithinTwoCounts;
        return distance <= printed + (100 * StandardError(percent / 100, rows, isRho)) ? WithinStandardError : Off;
    }

    // Of a proportion, and of a correlation in large samples.
    private static double StandardError(double value, int rows, bool isRho) =>
        isRho ? (1 - (value * value)) / Math.Sqrt(rows - 1) : Math.Sqrt(value * (1 - value) / rows);
}
