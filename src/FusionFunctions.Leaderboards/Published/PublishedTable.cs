using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Leaderboards.Published;

/// <summary>Published rows beside the measured ones of a known pool: the difference in points and in counts, and a verdict for every cell.</summary>
public static class PublishedTable
{
    private const string PoolSetting = "model_pool";
    private const string PrecisionSetting = "precision";
    private const string DTypeSetting = "output_dtype";

    // The page's models were loaded, merged and evaluated in float32.
    private const string PublishedPrecision = "f32";
    private static readonly string[] s_publishedDTypes = ["as the base", "F32"];

    /// <returns>Every row of the leaderboard that was published too.</returns>
    public static IReadOnlyList<(LeaderboardRow Row, PublishedRow Published)> Rows(Leaderboard leaderboard) =>
        Setting(leaderboard, PoolSetting) is not { } pool ? [] :
        [.. from row in leaderboard.Rows
            let published = PublishedResults.Find(pool, row.Group == RowGroup.Individual ? row.Name : row.Method, row.Parameters)
            where published is not null && (row.Group != RowGroup.Merged || IsStoredAsPublished(leaderboard))
            select (row, published)];

    /// <returns>Null where nothing was published.</returns>
    public static LeaderboardTable? Of(Leaderboard leaderboard)
    {
        var rows = Rows(leaderboard);
        return rows.Count == 0 ? null : new(
            "Published results",
            ["Row", .. leaderboard.Tasks.Select(task => task.Title)],
            [.. rows.SelectMany(pair => Lines(leaderboard, pair.Row, pair.Published))]);
    }

    /// <summary>What a published row was made with, and which printed numbers are wrong.</summary>
    public static IEnumerable<(string Name, string Text)> Notes(Leaderboard leaderboard)
    {
        foreach (var (row, published) in Rows(leaderboard))
        {
            if (published.Settings is { Count: > 0 } settings)
                yield return (row.Name, $"published with {string.Join(", ", settings.Select(setting => $"{setting.Key} {setting.Value}"))}");
            if (Setting(leaderboard, PrecisionSetting) is { } precision && precision != PublishedPrecision)
                yield return (row.Name, $"published in {PublishedPrecision}, measured in {precision}");
            foreach (var wrong in PublishedResults.Corrections.Where(correction => correction.Pool == published.Pool && correction.Row == published.Row))
                yield return (row.Name, $"the page prints {Number(wrong.Printed)} for {wrong.Task}, which must be {Number(wrong.Corrected)}: {wrong.Why}");
        }
    }

    private static IEnumerable<IReadOnlyList<LeaderboardCell>> Lines(Leaderboard leaderboard, LeaderboardRow row, PublishedRow published)
    {
        PublishedVerdict?[] verdicts = [.. leaderboard.Tasks.Select(task => PublishedVerdict.Of(published, task.Name, row.ScoreOn(task)))];
        yield return [new(row.Name), .. leaderboard.Tasks.Select(task => LeaderboardCell.OfPercent(row.ScoreOn(task)?.Percent))];
        yield return [new("published"), .. leaderboard.Tasks.Select(task => LeaderboardCell.OfPercent(published.PercentOf(task.Name)))];
        yield return [new("difference"), .. verdicts.Select(verdict => new LeaderboardCell(verdict is null ? "" : Difference(verdict)))];
        yield return [new("verdict"), .. verdicts.Select(verdict => new LeaderboardCell(verdict?.Verdict ?? ""))];
    }

    private static string Difference(PublishedVerdict verdict)
    {
        string points = verdict.Points.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
        return verdict.Counts is { } counts ? $"{points} ({counts.ToString("+0;-0;0", CultureInfo.InvariantCulture)})" : points;
    }

    private static bool IsStoredAsPublished(Leaderboard leaderboard) => Setting(leaderboard, DTypeSetting) is not { } dtype || s_publishedDTypes.Contains(dtype);

    private static string? Setting(Leaderboard leaderboard, string name) => leaderboard.Settings[name] is JsonValue value ? value.ToString() : null;

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
